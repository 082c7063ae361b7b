import { useTranslation } from 'react-i18next';
import { HEAD_BYTES, type ImportPreview } from 'tocsin';

/** Things in the beginning of a file that are looked at. */
export const LOOKED_AT = 1_000;

const UNITS = ['kib', 'mib', 'gib'] as const;

/** Which part of a file was looked at, where that is not all of it. */
export function Part({ file, preview }: { file: File; preview: ImportPreview }) {
  const { t, i18n } = useTranslation();
  const sizeOf = (bytes: number) => {
    const step = bytes < 1_048_576 ? 0 : bytes < 1_073_741_824 ? 1 : 2;
    const number = (bytes / 1_024 ** (step + 1)).toLocaleString(i18n.language, { maximumFractionDigits: 1 });
    return t(`size.${UNITS[step]}`, { number });
  };
  if (!preview.more) return null;
  if (preview.sample.length >= LOOKED_AT) return <p className="hint">{t('file.firstItems', { number: LOOKED_AT })}</p>;
  if (file.size <= HEAD_BYTES) return null;
  return <p className="hint">{t('file.firstBytes', { part: sizeOf(HEAD_BYTES), size: sizeOf(file.size) })}</p>;
}
