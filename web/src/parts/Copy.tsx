import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyLines } from './clipboard.ts';
import { Icon } from './Icon.tsx';
import { tell } from './tell.ts';

/** Copies a text, and says that it did. */
export function Copy({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch (error) {
      return tell(t('copy.failed'), undefined, error);
    }
    setDone(true);
    setTimeout(() => setDone(false), 1_500);
  };
  return (
    <Tooltip label={done ? t('copy.done') : label}>
      <ActionIcon variant="subtle" color="gray" size={26} aria-label={label} onClick={() => void copy()}>
        <Icon name={done ? 'check' : 'copy'} size={15} />
      </ActionIcon>
    </Tooltip>
  );
}

/** A value is copied defanged, unless one asks for the real one. */
export function CopyValue({ shown, real }: { shown: string; real: string }) {
  const { t } = useTranslation();
  if (shown === real) return <Copy text={real} label={t('copy.value')} />;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={26} aria-label={t('copy.value')}>
          <Icon name="copy" size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void copyLines([shown], t)}>{t('copy.defanged')}</Menu.Item>
        <Menu.Item onClick={() => void copyLines([real], t)}>{t('copy.real')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
