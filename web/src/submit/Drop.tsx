import { Button } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/Icon.tsx';

/** Where a file can be let fall; the button does the same for whoever has no mouse. */
export function Drop({ onFile, children }: { onFile: (file: File) => void; children: ReactNode }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file) onFile(file);
  };
  return (
    <div
      className="drop"
      data-over={over}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      {children}
      <div className="cluster between">
        <span className="muted hint">{t('drop.hint')}</span>
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="submit" size={15} />}
          onClick={() => input.current?.click()}
        >
          {t('drop.choose')}
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('drop.choose')}
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}
