import type { Visible } from '../audience/index.js';
import { Fault, tlpRank, type Viewer } from '../kernel/index.js';
import type { Authority } from './batch.js';

/**
 * What the viewer sees at this moment, in the middle of an answer that was begun when it saw `seen`. Faults: what ended its
 * credential; `forbidden` when it has lost a right since: what is left of the answer is not for it.
 */
export async function stillSeen(
  { audiences, renew }: Pick<Authority, 'audiences' | 'renew'>,
  viewer: Viewer,
  seen: Visible,
): Promise<Visible> {
  const credential = await renew(viewer);
  // what is asked for may be narrower than the credential is
  const { ceiling } = tlpRank(credential.ceiling) < tlpRank(viewer.ceiling) ? credential : viewer;
  const now = await audiences.of({ ...credential, ceiling });
  if (now.key === seen.key) return now;
  const all = new Set(now.ids);
  const isLost = (id: number) => !all.has(id) || (now.late.get(id) ?? 0) > (seen.late.get(id) ?? 0);
  if (seen.ids.some(isLost)) throw new Fault('forbidden', 'what you may see has changed; ask again');
  return now;
}
