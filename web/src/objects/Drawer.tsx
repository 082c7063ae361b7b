import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Aloud } from '../parts/Aloud.tsx';
import { Failure } from '../parts/Failure.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Actions } from './Actions.tsx';
import { Heading, headingOf, nameOf } from './Heading.tsx';
import { Overview } from './Overview.tsx';
import { useObject } from './queries.ts';
import { Said } from './Said.tsx';
import { useCopyKeys } from './useCopyKeys.ts';

/** An object beside the list that it was chosen from. Esc closes it; nothing behind it is lost. */
export function Drawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error } = useObject(id);
  useCopyKeys(data?.object);
  return (
    <aside className="drawer" aria-label={t('object.details')}>
      <header>
        <h2>{t('object.details')}</h2>
        <Tooltip label={t('object.page')}>
          <ActionIcon
            component={Link}
            to={id.startsWith('report--') ? '/advisories/$id' : '/objects/$id'}
            params={{ id } as never}
            variant="subtle"
            color="gray"
            size={30}
            aria-label={t('object.page')}
          >
            <Icon name="open" size={17} />
          </ActionIcon>
        </Tooltip>
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={t('object.close')} onClick={onClose}>
          <Icon name="close" size={17} />
        </ActionIcon>
      </header>
      <Aloud text={data && t('object.beside', { name: headingOf(data.object) })} />
      <div className="stack" tabIndex={0} role="group" aria-label={t('object.details')}>
        <Failure error={error} />
        {data && (
          <>
            <div>
              <div className="headline mono">{headingOf(data.object)}</div>
              <div className="muted">{nameOf(data.object)}</div>
            </div>
            <Heading object={data.object} />
            {data.object.type === 'report' && (
              <Button component={Link} to="/advisories/$id" params={{ id } as never} size="xs">
                {t('advisories.read')}
              </Button>
            )}
            <Actions object={data.object} />
            <Overview object={data.object} />
            <Said id={id} />
          </>
        )}
      </div>
    </aside>
  );
}
