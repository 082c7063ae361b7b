import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePerson } from '../session/session.ts';
import { placesOf } from './places.ts';

const KEYS = [
  ['Ctrl K', 'palette'],
  ['/', 'search'],
  ['?', 'help'],
  ['j k', 'move'],
  ['Enter', 'open'],
  ['Esc', 'close'],
  ['Space', 'pause'],
  ['x Shift+x', 'select'],
  ['c Shift+c', 'copy'],
  ['s', 'sight'],
  ['f', 'false'],
  ['z', 'undo'],
  ['n', 'new'],
  ['e', 'edit'],
  ['.', 'unread'],
  ['a', 'acknowledge'],
  ['t', 'theme'],
  ['u', 'zone'],
] as const;

/** Every key that does something. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = usePerson();
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('shortcut.title')}
      closeButtonProps={{ 'aria-label': t('object.close') }}
    >
      <dl className="shortcuts">
        {KEYS.map(([key, name]) => (
          <Shortcut key={key} keys={key} what={t(`shortcut.${name}`)} />
        ))}
        {placesOf(me).map(({ key, name }) => (
          <Shortcut key={name} keys={`g ${key}`} what={t(`place.${name}`)} />
        ))}
      </dl>
      <p className="muted hint">{t('shortcut.off')}</p>
    </Modal>
  );
}

const Shortcut = ({ keys, what }: { keys: string; what: string }) => (
  <div>
    <dt>
      {keys.split(' ').map((key) => (
        <Kbd key={key} size="sm">
          {key}
        </Kbd>
      ))}
    </dt>
    <dd>{what}</dd>
  </div>
);
