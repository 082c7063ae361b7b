import { isIP } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { type Audiences, visibleSql } from '../audience/index.js';
import { identityRef, type Objects } from '../exchange/index.js';
import { canonical, classify, networkOf, observableHash, overbroad, readsAs, type ReadsAs } from '../formats/index.js';
import { Fault, type Observable, type ObservableType, tlpOf, type Tlp, type Viewer } from '../kernel/index.js';
import type { Database } from '../platform/index.js';
import { BLOCK } from '../query/index.js';
import type { Warning, Warninglists } from '../warninglists/index.js';

/** Values whose warninglists are asked in one go. */
const SLICE = 100;
/** Reports shown of one value, at most; all of them count for `members`. */
const SHOWN = 50;

/** An indicator that a value was found in. */
export interface Hit {
  readonly id: string;
  readonly created_by_ref: string;
  readonly tlp: Tlp;
  readonly confidence: number | null;
  readonly valid_until: string | null;
  readonly modified: string;
  readonly revoked: boolean;
}

/** What is known of one value that was asked for. Counts only what the asker may see. */
export interface Answer {
  readonly value: string;
  readonly observable?: Observable;
  readonly known: boolean;
  readonly members: number;
  readonly indicators: readonly Hit[];
  /** Warninglists that have it; absent for most. */
  readonly warnings?: readonly Warning[];
  /** The name in it in its own letters, where that is another than the value that is kept. */
  readonly reads_as?: ReadsAs;
  /** Why it would be refused if it were shared: it covers far too much. */
  readonly overbroad?: string;
}

interface Row {
  i: number;
  type: ObservableType;
  value: string;
  id: string;
  organisation_id: string;
  tlp: number;
  confidence: number | null;
  valid_until: Date | null;
  modified: Date;
  revoked: boolean;
}

interface Question {
  readonly i: number;
  readonly observable: Observable;
}

const HIT = 'b.type, b.value, o.id, o.organisation_id, o.tlp, o.confidence, o.valid_until, o.modified, o.revoked';

/** Looks up many values at once: exactly, and addresses in the networks that contain them. */
export class Lookup {
  constructor(
    private readonly database: Database,
    private readonly audiences: Audiences,
    private readonly objects: Objects,
    private readonly lists: Pick<Warninglists, 'hits'>,
  ) {}

  /** Answers in the order asked. Values may be defanged; one that is no observable is simply not known. */
  async values(viewer: Viewer, values: readonly string[]): Promise<Answer[]> {
    const questions = values.flatMap((value, i) => readings(value).map((observable) => ({ i, observable })));
    const rows = [...(await this.exact(viewer, questions)), ...(await this.containing(viewer, questions))];
    await this.objects.recordRead(viewer, [...new Map(rows.map((row) => [row.id, row])).values()]);
    const byValue = group(rows);
    const answers: Answer[] = [];
    for (const [i, value] of values.entries()) {
      answers.push(this.warned(answer(value, byValue.get(i) ?? [])));
      if (i % SLICE === SLICE - 1) await setImmediate();
    }
    return answers;
  }

  /** As {@link values}, of values whose types are known; in their order. */
  async observables(viewer: Viewer, observables: readonly Observable[]): Promise<Answer[]> {
    const questions = observables.map((observable, i) => ({ i, observable }));
    const rows = [...(await this.exact(viewer, questions)), ...(await this.containing(viewer, questions))];
    await this.objects.recordRead(viewer, [...new Map(rows.map((row) => [row.id, row])).values()]);
    const byValue = group(rows);
    return observables.map((observable, i) => ({ ...answer(observable.value, byValue.get(i) ?? []), observable }));
  }

  private warned(known: Answer): Answer {
    if (!known.observable) return known;
    const warnings = this.lists.hits(known.observable);
    const reads = readsAs(known.observable);
    const reason = overbroad(known.observable);
    return {
      ...known,
      ...(warnings.length > 0 && { warnings }),
      ...(reads && { reads_as: reads }),
      ...(reason !== null && { overbroad: reason }),
    };
  }

  private exact(viewer: Viewer, questions: readonly Question[]): Promise<Row[]> {
    return this.found(
      viewer,
      `unnest($2::int[], $3::bigint[], $4::text[], $5::text[]) as q(i, hash, type, value) cross join lateral (
         select b.object_no, b.type, b.value from observable b
         where b.hash = q.hash and b.type = q.type and b.value = q.value and b.audience_id = any($1::int[]) offset 0) b`,
      [
        questions.map((q) => q.i),
        questions.map((q) => observableHash(q.observable)),
        questions.map((q) => q.observable.type),
        questions.map((q) => q.observable.value),
      ],
    );
  }

  /** A CIDR indicator is a hit for each address in it. Only audiences that hold blocks at all are asked, each by itself. */
  private containing(viewer: Viewer, questions: readonly Question[]): Promise<Row[]> {
    const addresses = questions.filter(({ observable }) => isIP(observable.value) !== 0);
    return this.found(
      viewer,
      `unnest($2::int[], $3::inet[]) as q(i, address) cross join (
         select array(select each.id from unnest($1::int[]) as each(id)
           where exists (select from observable b where b.audience_id = each.id and ${BLOCK})) as ids offset 0
       ) holding cross join lateral unnest(holding.ids) as each(id) cross join lateral (
         select b.object_no, b.type, b.value from observable b
         where b.audience_id = each.id and b.network >> q.address and ${BLOCK} offset 0) b`,
      [addresses.map((q) => q.i), addresses.map((q) => networkOf(q.observable))],
    );
  }

  /** Objects of the observables `b` that each question `q` finds in `from`; $1 is the audiences, the rest `columns`. */
  private async found(viewer: Viewer, from: string, columns: readonly (readonly unknown[])[]): Promise<Row[]> {
    if (columns[0]?.length === 0) return [];
    const seen = await this.audiences.of(viewer);
    const bind: unknown[] = [[...seen.ids], ...columns];
    const { rows } = await this.database.api.query<Row>(
      `select q.i, ${HIT} from ${from} cross join lateral (select * from object o where o.no = b.object_no limit 1) o
       where o.type = 'indicator' and ${visibleSql(seen, 'o', (value) => `$${bind.push(value)}`)} order by q.i, o.no`,
      bind,
    );
    return rows;
  }
}

const group = (rows: readonly Row[]): Map<number, Row[]> => {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const same = groups.get(row.i);
    if (same) same.push(row);
    else groups.set(row.i, [row]);
  }
  return groups;
};

/** Types that a bare value may also be meant as: a hash says not of what, and a name says not whose. */
const ALSO: readonly ObservableType[] = ['ja3', 'x509-certificate', 'file-name', 'file-path', 'mutex', 'user-agent'];

function readings(value: string): Observable[] {
  const found = classify(value);
  if (found && found.type !== 'MD5' && found.type !== 'SHA-1' && found.type !== 'SHA-256') return [found];
  const also = ALSO.slice(found ? 0 : 2, found ? 2 : ALSO.length).flatMap((type): Observable[] => {
    try {
      return [{ type, value: canonical(type, value) }];
    } catch (error) {
      if (error instanceof Fault) return [];
      throw error;
    }
  });
  return found ? [found, ...also] : also;
}

/** Counts what was found. A value whose type can't be told is named by what it was found as. */
function answer(value: string, rows: readonly Row[]): Answer {
  const shown = [...new Map(rows.map((row) => [row.id, row])).values()].slice(0, SHOWN);
  const first = rows[0];
  const observable = classify(value) ?? (first && { type: first.type, value: first.value });
  return {
    value,
    ...(observable && { observable }),
    known: rows.length > 0,
    members: new Set(rows.map((row) => row.organisation_id)).size,
    indicators: shown.map(toHit),
  };
}

const toHit = (row: Row): Hit => ({
  id: row.id,
  created_by_ref: identityRef(row.organisation_id),
  tlp: tlpOf(row.tlp),
  confidence: row.confidence,
  valid_until: row.valid_until?.toISOString() ?? null,
  modified: row.modified.toISOString(),
  revoked: row.revoked,
});
