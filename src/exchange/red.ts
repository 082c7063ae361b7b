import type { Known, Step } from './decide.js';
import { idsOf } from './submission.js';

/**
 * Whether a step is TLP:RED, or names something that its viewer sees and that is, as things are once all is decided: what
 * became of it tells of that, and is for those people alone. What the viewer does not see changes nothing here.
 */
export function meetsRed(
  { change, target, seen }: Step,
  known: Pick<Known, 'allVisible'>,
  isRed: (audienceId: number) => boolean,
): boolean {
  if (target?.tlp === 'red') return true;
  return idsOf(change).some((id) => known.allVisible(seen, id).some(({ audienceId }) => isRed(audienceId)));
}
