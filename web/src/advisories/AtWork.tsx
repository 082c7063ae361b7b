import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { useNames } from '../parts/names.ts';
import { Tlp } from '../parts/Tlp.tsx';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { useAtWork } from './calls.ts';

/** What one’s organisation writes or is asked to sign, latest change first. */
export function AtWork({ writes }: { writes: boolean }) {
  const { t } = useTranslation();
  const nameOf = useNames();
  const { data, error } = useAtWork();
  if (!data) return error ? <Failure error={error} /> : <Waiting until={data} as="shelf" />;
  if (data.length === 0)
    return (
      <Empty icon="advisories" title={t('advisories.noWork')} why={t('advisories.noWorkWhy')}>
        {writes && (
          <Button variant="default" component={Link} to="/advisories/new">
            {t('new.title')}
          </Button>
        )}
      </Empty>
    );
  return (
    <ul className="shelf">
      {data.map(({ id, title, tlp, kind, state, version, part, organisation, publish_at: publishAt }) => (
        <li key={id}>
          <Link to="/advisories/$id/work" params={{ id }}>
            <strong>{printable(title)}</strong>
            <span className="cluster">
              <Tlp label={tlp} />
              <span className="tag">{t(`kind.${kind}`, { defaultValue: kind })}</span>
              <span className="tag" data-tone="warn">
                {t(`workState.${state}`)}
              </span>
              <span className="muted">
                {t(`part.${part}`)} · {nameOf(organisation)} · v{version}
              </span>
              {publishAt !== null && (
                <span className="muted">
                  {t('field.publish_at')}: <When at={publishAt} />
                </span>
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
