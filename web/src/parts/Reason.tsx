import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';

/** Why something was refused: in the console's language where it has words for the code, and as the hub says it, which speaks English. */
export function Reason({ code, detail }: { code: string | undefined; detail: string | undefined }) {
  const { t, i18n } = useTranslation();
  const key = `fault.${code}`;
  const said = i18n.language !== 'en' && i18n.exists(key) ? t(key as never) : undefined;
  return (
    <div className="muted">
      {said} <span lang="en">{printable(detail ?? '')}</span> <code>{code}</code>
    </div>
  );
}
