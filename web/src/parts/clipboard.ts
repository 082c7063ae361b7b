import type { TFunction } from 'i18next';
import { tell } from './tell.ts';

/** Copies lines, and tells of how many values; or that the browser, or the hub, would not give them. */
export async function copyLines(lines: readonly string[] | Promise<readonly string[]>, t: TFunction): Promise<void> {
  try {
    const all = await lines;
    await navigator.clipboard.writeText(all.join('\n'));
    tell(t('copy.lines', { count: all.length }));
  } catch (error) {
    tell(t('copy.failed'), undefined, error);
  }
}
