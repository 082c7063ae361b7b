import { Modal, TextInput, useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../parts/Icon.tsx';
import { nextZone } from '../preferences.ts';
import { signOut, usePerson } from '../session/session.ts';
import { placesOf } from './places.ts';

interface Deed {
  readonly name: string;
  readonly icon: IconName;
  readonly run: () => void;
}

/** All that can be done from anywhere, by a few letters of its name; what is no name of anything is searched for. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = usePerson();
  const navigate = useNavigate();
  const { toggleColorScheme } = useMantineColorScheme();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);

  const all: Deed[] = [
    ...placesOf(me).map(({ to, name, icon }) => ({ name: t(`place.${name}`), icon, run: () => void navigate({ to }) })),
    ...(me.scopes.includes('submit')
      ? [{ name: t('new.title'), icon: 'advisories' as const, run: () => void navigate({ to: '/advisories/new' }) }]
      : []),
    { name: t('palette.theme'), icon: 'moon', run: toggleColorScheme },
    { name: t('palette.zone'), icon: 'clock', run: nextZone },
    { name: t('top.signOut'), icon: 'out', run: () => void signOut() },
  ];
  const wanted = text.trim().toLowerCase();
  const search: Deed = {
    name: t('palette.search', { text: text.trim() }),
    icon: 'search',
    run: () => void navigate({ to: '/search', search: { q: text.trim() } }),
  };
  const deeds = [...all.filter(({ name }) => name.toLowerCase().includes(wanted)), ...(wanted === '' ? [] : [search])];
  const run = (deed: Deed | undefined) => {
    if (!deed) return;
    onClose();
    deed.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((at + 1) % deeds.length);
    else if (event.key === 'ArrowUp') setAt((at + deeds.length - 1) % deeds.length);
    else if (event.key === 'Enter') run(deeds[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      size="lg"
      yOffset="14vh"
      aria-label={t('palette.title')}
      className="palette"
    >
      <TextInput
        data-autofocus
        size="md"
        role="combobox"
        aria-label={t('palette.title')}
        aria-expanded
        aria-controls="palette-deeds"
        aria-activedescendant={`palette-${at}`}
        placeholder={t('palette.hint')}
        leftSection={<Icon name="search" />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul role="listbox" id="palette-deeds" aria-label={t('palette.title')}>
        {deeds.map((deed, i) => (
          <li
            key={deed.name}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === at}
            onPointerMove={() => setAt(i)}
            onClick={() => run(deed)}
          >
            <Icon name={deed.icon} />
            {deed.name}
          </li>
        ))}
      </ul>
    </Modal>
  );
}
