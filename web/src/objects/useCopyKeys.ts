import { useTranslation } from 'react-i18next';
import type { StixObject } from 'tocsin';
import { tell } from '../parts/Toast.tsx';
import { useKeys } from '../shell/keys.ts';
import { valuesOf } from './values.ts';

/** `c` copies the values of the object that one reads, defanged; `Shift+c` as they are. A row that is chosen in a list goes before. */
export function useCopyKeys(object: StixObject | undefined): void {
  const { t } = useTranslation();
  const values = object ? valuesOf(object) : [];
  const copy = (lines: readonly string[]) =>
    void navigator.clipboard.writeText(lines.join('\n')).then(() => tell(t('copy.lines', { count: lines.length })));
  useKeys(
    values.length === 0
      ? {}
      : {
          c: () => copy(values.map(({ shown }) => shown)),
          C: () => copy(values.map(({ real }) => real)),
        },
  );
}
