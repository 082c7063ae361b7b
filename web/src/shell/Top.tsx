import { ActionIcon, Button, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/Icon.tsx';
import { leaveList } from '../search/lists.ts';
import { QueryBox } from '../search/QueryBox.tsx';
import { nextZone, usePreferences } from '../preferences.ts';
import { Bell } from '../searches/Bell.tsx';
import { signOut, usePerson } from '../session/session.ts';
import { type KeyMap, useKeys } from './keys.ts';
import { rove } from './roving.ts';
import { placesOf } from './places.ts';

const Palette = lazy(() => import('./Palette.tsx').then(({ Palette: component }) => ({ default: component })));
const Shortcuts = lazy(() => import('./Shortcuts.tsx').then(({ Shortcuts: component }) => ({ default: component })));

/** The bar on top: the one search box, how it looks, which time it shows, who one is; and the keys that work everywhere. */
export function Top() {
  const { t } = useTranslation();
  const me = usePerson();
  const { zone } = usePreferences();
  const { toggleColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  const box = useRef<HTMLInputElement>(null);
  const asked = useLocation({
    select: ({ pathname, search }) => (pathname === '/search' ? ((search as { q?: string }).q ?? '') : ''),
  });
  const [text, setText] = useState(asked);
  const [over, setOver] = useState<'palette' | 'shortcuts'>();
  useEffect(() => setText(asked), [asked]);

  const going: KeyMap = Object.fromEntries(
    placesOf(me).map(({ to, key }) => [`g ${key}`, () => void navigate({ to })]),
  );
  useKeys({
    ...going,
    '/': () => box.current?.select(),
    '?': () => setOver('shortcuts'),
    j: () => rove(1),
    k: () => rove(-1),
    t: toggleColorScheme,
    u: nextZone,
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      setOver('palette');
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  }, []);

  return (
    <div className="top">
      <form
        role="search"
        aria-label={t('top.search')}
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') void navigate({ to: '/search', search: { q: text.trim() } });
          box.current?.blur();
        }}
      >
        <QueryBox
          box={box}
          text={text}
          onText={setText}
          onLines={(pasted) => {
            void navigate({ to: '/lookup', search: { list: leaveList(pasted) } });
            box.current?.blur();
          }}
        />
      </form>
      <div className="right">
        <Bell />
        <Tooltip label={t('top.zone')}>
          <Button variant="default" size="xs" leftSection={<Icon name="clock" size={15} />} onClick={nextZone}>
            {t(`zone.${zone}`)}
          </Button>
        </Tooltip>
        <Tooltip label={t('top.theme')}>
          <ActionIcon variant="default" size={30} aria-label={t('top.theme')} onClick={toggleColorScheme}>
            <Icon name="moon" size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('top.help')}>
          <ActionIcon variant="default" size={30} aria-label={t('top.help')} onClick={() => setOver('shortcuts')}>
            <Icon name="help" size={16} />
          </ActionIcon>
        </Tooltip>
        <Menu position="bottom-end" width={230}>
          <Menu.Target>
            <ActionIcon variant="default" size={30} aria-label={t('top.account')}>
              <Icon name="members" size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{me.person?.email}</Menu.Label>
            <Menu.Item
              leftSection={<Icon name="settings" size={16} />}
              onClick={() => void navigate({ to: '/settings' })}
            >
              {t('place.settings')}
            </Menu.Item>
            <Menu.Item leftSection={<Icon name="out" size={16} />} onClick={() => void signOut()}>
              {t('top.signOut')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <Suspense fallback={null}>
        {over === 'palette' && <Palette onClose={() => setOver(undefined)} />}
        {over === 'shortcuts' && <Shortcuts onClose={() => setOver(undefined)} />}
      </Suspense>
    </div>
  );
}
