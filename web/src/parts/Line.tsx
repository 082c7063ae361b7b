import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Copy } from './Copy.tsx';

/** A text to be taken elsewhere as it is: a secret, a link, a line for a shell. */
export function Line({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="ready">
      <strong className="small">{title}</strong>
      <div className="line">
        <code>{text}</code>
        <Copy text={text} label={t('admin.copy', { what: title })} />
      </div>
      {children !== undefined && <span className="muted hint">{children}</span>}
    </div>
  );
}
