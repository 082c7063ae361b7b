import type { AdvisoryWork, WorkSignature } from 'tocsin';

/** What one can do to an advisory at work. */
export type Deed =
  | 'edit'
  | 'review'
  | 'call'
  | 'sign'
  | 'takeBack'
  | 'publish'
  | 'publishLater'
  | 'rework'
  | 'revise'
  | 'withdraw'
  | 'discard';

/** For whom what waits, where nothing is to be done by oneself. */
export type Waiting = 'lead' | 'reviewed' | 'signatures' | 'moment' | 'held' | 'over';

export interface Next {
  /** The one clear step. */
  readonly step?: Deed;
  /** What else one may do. */
  readonly also: readonly Deed[];
  readonly waiting?: Waiting;
}

export interface Standpoint {
  /** One’s own organisation’s identity. */
  readonly own: string;
  /** May write here at all. */
  readonly writes: boolean;
  readonly signatures: readonly Pick<WorkSignature, 'organisation' | 'counts'>[];
  readonly now: number;
}

/** What is to be done next, by one’s part and the state it is in. The hub decides again when it is asked. */
export function nextOf(work: AdvisoryWork, { own, writes, signatures, now }: Standpoint): Next {
  const { state, part, participants, body, release, published_version: published } = work;
  if (!writes) return { also: [], waiting: 'lead' };
  const leads = part === 'lead';
  const signs = participants.filter((one) => one.signs);
  const edits: Deed[] = part === 'signer' ? [] : ['edit'];
  const gives: Deed[] = leads ? ['discard', ...(published > 0 ? (['withdraw'] as const) : [])] : [];
  switch (state) {
    case 'draft':
      if (part === 'signer') return { also: [], waiting: 'lead' };
      return leads && signs.length === 0 && participants.length === 1
        ? { step: 'publish', also: [...edits, 'review', ...gives] }
        : {
            step: 'review',
            also: [...edits, ...(leads && signs.length === 0 ? (['publish'] as const) : []), ...gives],
          };
    case 'review':
      if (!leads) return { also: edits, waiting: 'reviewed' };
      return { step: signs.length > 0 ? 'call' : 'publish', also: [...edits, 'rework', ...gives] };
    case 'signing':
      return signing();
    case 'published':
      return leads ? { step: 'revise', also: ['withdraw'] } : { also: [], waiting: 'over' };
    default:
      return { also: [], waiting: 'over' };
  }

  function signing(): Next {
    const counting = signatures.filter(({ counts }) => counts);
    const mine = counting.some(({ organisation }) => organisation === own);
    const asked = signs.some(({ organisation }) => organisation === own);
    const also: Deed[] = [
      ...edits,
      ...(mine ? (['takeBack'] as const) : []),
      ...(leads ? (['rework'] as const) : []),
      ...gives,
    ];
    if (asked && !mine) return { step: 'sign', also };
    const quorate = counting.length >= work.quorum;
    if (release?.held !== undefined)
      return leads ? { step: 'publish', also, waiting: 'held' } : { also, waiting: 'held' };
    if (release) return { also, waiting: quorate ? 'moment' : 'signatures' };
    if (!leads) return { also, waiting: quorate ? 'lead' : 'signatures' };
    const early = body.publish_at !== undefined && Date.parse(body.publish_at) > now;
    if (quorate) return { step: early ? 'publishLater' : 'publish', also };
    return { step: 'publishLater', also, waiting: 'signatures' };
  }
}
