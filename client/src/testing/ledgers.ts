import { CHAIN_START, digestOf, link, OP_CODE } from '../chain.js';
import type { LedgerSource } from '../ledger.js';
import type { AudienceView, Entry, Head, LedgerEntry, LedgerPage, Op, StixObject } from '../types.js';

type Line = LedgerEntry & { entry: Entry };

/** The ledgers of a made-up hub, kept as a hub keeps them, and a `LedgerSource` for what is to be tested. */
export class Ledgers implements LedgerSource {
  readonly lines = new Map<string, Line[]>();
  readonly froms = new Map<string, Head>();
  readonly #moved = new Set<string>();
  /** How often a ledger has been asked for. */
  asked = 0;

  /** Does one thing to one object in one audience and gives the entry a live subscriber gets. */
  add(audience: string, name: string, op: Op = 'create', more: Partial<StixObject> = {}): Entry {
    const id = `indicator--${name}`;
    const object: StixObject = op === 'recall' ? { id, type: 'indicator' } : { type: 'indicator', id, ...more };
    return this.#append(audience, { op, object });
  }

  /** Moves an object between audiences: two ledger entries, one entry for who sees both. */
  move(from: string, to: string, name: string): Entry {
    const { audience, position, chain } = this.add(from, name, 'recall');
    this.#moved.add(`${audience}:${position}`);
    const moved = this.#append(to, {
      op: 'create',
      object: { type: 'indicator', id: `indicator--${name}`, moved: true },
    });
    return Object.assign(moved, { op: 'update', from: { audience, position, chain } });
  }

  heads(): (Head & { audience: string })[] {
    return [...this.lines.keys()].map((audience) => ({ audience, ...this.#head(audience) }));
  }

  /** What a replay after the given positions brings: each object once, in its latest state; recalls of what was there. */
  replay(after: Record<string, number> = {}): Entry[] {
    return [...this.lines].flatMap(([audience, lines]) => {
      const from = after[audience] ?? 0;
      const comes = (line: Line): boolean => {
        if (line.superseded || line.position <= from || this.#moved.has(`${audience}:${line.position}`)) return false;
        return line.op !== 3 || lines.some(({ id, position }) => id === line.id && position <= from);
      };
      return lines.filter(comes).map(({ entry }) => entry);
    });
  }

  async audiences(): Promise<AudienceView[]> {
    return [...this.lines.keys()].map((ref) => ({
      ref,
      tlp: 'green',
      kind: 'all',
      ...this.#head(ref),
      from: this.froms.get(ref) ?? { position: 0, chain: CHAIN_START },
    }));
  }

  async ledger(audience: string, { after, limit = 5000 }: { after: number; limit?: number }): Promise<LedgerPage> {
    this.asked++;
    const rest = (this.lines.get(audience) ?? []).filter(({ position }) => position > after);
    const entries = rest.slice(0, limit);
    return { entries, more: rest.length > limit };
  }

  #head(audience: string): Head {
    const last = this.lines.get(audience)?.at(-1);
    return last ? { position: last.position, chain: last.chain } : { position: 0, chain: CHAIN_START };
  }

  #append(audience: string, { op, object }: { op: Op; object: StixObject }): Entry {
    const lines = this.lines.get(audience) ?? [];
    this.lines.set(audience, lines);
    for (const line of lines) if (line.id === object.id) line.superseded = true;
    const head = this.#head(audience);
    const step = { position: head.position + 1, op: OP_CODE[op], id: object.id, digest: digestOf(object) };
    const chain = link(head.chain, step);
    const entry: Entry = { op, at: '2026-11-23T12:00:00.000000Z', object, audience, position: step.position, chain };
    lines.push({ ...step, chain, superseded: false, entry });
    return entry;
  }
}
