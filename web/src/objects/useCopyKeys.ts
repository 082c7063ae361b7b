import { useTranslation } from 'react-i18next';
import type { StixObject } from 'tocsin';
import { copyLines } from '../parts/clipboard.ts';
import { useKeys } from '../shell/keys.ts';
import { valuesOf } from './values.ts';

/** `c` copies the values of the object that one reads, defanged; `Shift+c` as they are. A row that is chosen in a list goes before. */
export function useCopyKeys(object: StixObject | undefined): void {
  const { t } = useTranslation();
  const values = object ? valuesOf(object) : [];
  const copy = (lines: readonly string[]) => void copyLines(lines, t);
  useKeys(
    values.length === 0
      ? {}
      : {
          c: () => copy(values.map(({ shown }) => shown)),
          C: () => copy(values.map(({ real }) => real)),
        },
  );
}
