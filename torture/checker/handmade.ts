import { createHash } from 'node:crypto';
import { contentOf, type Given, type Intent, type Mark, type Published, type Read } from '../clients/records.js';
import { type AudienceName, type Member, MEMBERS } from '../rig/alliance.js';
import { type Evidence, evidenceOf, type LedgerRow, type ReaderHistory, type Witness } from './evidence.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Ledgers made by hand: two items of cert-a, one for all and one for itself, taken, delivered and on record. */
export interface Handmade {
  published: Published[];
  readers: Mutable<ReaderHistory & { lines: Read[] }>[];
  marks: Mark[];
  witness: Mutable<Witness> & { ledgers: Map<string, LedgerRow[]>; replays: Record<Member, Given[]> };
  evidence(): Evidence;
}

export const intent = (value: string, to: AudienceName = 'green', good = true): Intent => ({
  value,
  confidence: 50,
  description: value,
  to,
  good,
});

/** The entry that brings an intent at the next position of its audience. */
export function entry(said: Intent, id: string, before?: Given): Given {
  const [position, chain] = [(before?.[2] ?? 0) + 1, before?.[3] ?? Buffer.alloc(32).toString('base64url')];
  const digest = createHash('sha256').update(id).digest();
  const head = Buffer.alloc(9);
  head.writeBigUInt64BE(BigInt(position));
  const leaf = createHash('sha256').update(head).update(id).update('\0').update(digest).digest();
  const next = createHash('sha256').update(Buffer.from(chain, 'base64url')).update(leaf).digest('base64url');
  return ['create', said.to, position, next, id, `"${id}"`, digest.toString('base64url'), contentOf(said)];
}

export const rowOf = ([, , position, chain, id, , digest]: Given): LedgerRow => ({
  position,
  op: 0,
  id,
  digest,
  chain,
});

export const FOR_ALL = intent('one.example');
export const FOR_ITSELF = intent('two.example', 'own');

export function handmade(): Handmade {
  const [one, two] = [entry(FOR_ALL, 'indicator--1'), entry(FOR_ITSELF, 'indicator--2')];
  const published: Published[] = [FOR_ALL, FOR_ITSELF].flatMap((said, i): Published[] => [
    { do: 'invoke', at: 10 + i, key: `k${i}`, by: 'cert-a', items: [said] },
    { do: 'indeterminate', at: 12 + i, key: `k${i}`, why: 'reset' },
    {
      do: 'ok',
      at: 14 + i,
      key: `k${i}`,
      submission: `s${i}`,
      outcomes: [['created', `indicator--${i + 1}`, `"indicator--${i + 1}"`]],
    },
  ]);
  const reader = (org: Member, entries: Given[]) => ({
    name: org,
    org,
    lines: [
      { do: 'begin', at: 9_000, hub: 'hub-1', after: 'beginning' },
      { do: 'took', at: 9_001, live: false, entries },
      {
        do: 'took',
        at: 9_002,
        live: true,
        entries: [],
        heads: entries.map(([, audience, position]) => [audience, position]),
      },
    ] as Read[],
  });
  const seen = (org: Member) => (org === 'cert-a' ? [one, two] : [one]);
  const witness = {
    replays: Object.fromEntries(MEMBERS.map((org) => [org, seen(org)])) as Record<Member, Given[]>,
    ledgers: new Map([one, two].map((given) => [given[1], [rowOf(given)]])),
    heads: [one, two].map(([, audience, position, chain]) => ({ org: 'cert-a' as const, audience, position, chain })),
    gets: [
      { org: 'cert-a' as const, id: 'indicator--2', status: 200, etag: '"indicator--2"' },
      { org: 'cert-b' as const, id: 'indicator--2', status: 404, etag: '' },
    ],
    submissions: ['s0', 's1'],
    auditOk: true,
    condition: {
      hubs: [{ name: 'hub-1', lag: 0, waiting: 0, heapBytes: 50 << 20 }],
      freshHeapBytes: 48 << 20,
      crashes: [],
      idleInTransaction: 0,
      waitingForLocks: 0,
      sessions: 20,
      expectedSessions: 22,
      behind: [],
    },
  };
  const made = {
    published,
    readers: [reader('cert-a', [one, two]), reader('cert-c', [one])],
    marks: [] as Mark[],
    witness,
  };
  return { ...made, evidence: () => evidenceOf(made.published, made.readers, made.marks, made.witness) };
}
