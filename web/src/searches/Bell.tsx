import { ActionIcon, Popover, Tooltip } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/Icon.tsx';
import { useDesktop } from '../parts/useDesktop.ts';
import { useUnread } from './queries.ts';

const BellList = lazy(() => import('./BellList.tsx').then(({ BellList: component }) => ({ default: component })));
/** What the hub counts no further than. */
const MOST = 100;

/** How much one's saved searches have found that was not looked at yet, and the newest of it. */
export function Bell() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { data } = useUnread();
  const unread = data?.unread ?? 0;
  const label = unread === 0 ? t('bell.none') : t('bell.unread', { count: unread, number: numberOf(unread) });
  useDesktop('bell', data?.unread, label);
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      width="min(420px, calc(100vw - 24px))"
      trapFocus
      returnFocus
      shadow="md"
    >
      <Popover.Target>
        <Tooltip label={label} disabled={open}>
          <ActionIcon
            variant="default"
            size={30}
            aria-label={label}
            aria-expanded={open}
            className="ring"
            onClick={() => setOpen(!open)}
          >
            <Icon name="bell" size={16} />
            {unread > 0 && <span className="count">{numberOf(unread)}</span>}
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('bell.title')}>
        <Suspense fallback={null}>{open && <BellList onClose={() => setOpen(false)} />}</Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

const numberOf = (unread: number): string => (unread >= MOST ? `${MOST - 1}+` : String(unread));
