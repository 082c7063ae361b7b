import { observableHash } from '../formats/index.js';
import { RECORDED } from '../kernel/index.js';
import { comparing } from './comparing.js';
import { type Comparison, HEX_TYPES, type Leaf, type Node, type Query, type State } from './node.js';

/** Registers a bind parameter and returns its placeholder, such as `$3`. */
export type Param = (value: unknown) => string;
/** SQL: whether who asks sees a row of `object`, by its alias. Needed where the query was read with `counts`. */
export type Sees = (alias: string) => string;

/**
 * The query as an SQL condition over `object o`, never null. Every value of the user's is bound.
 *
 * How observables are reached decides whether an index drives the plan. Measured on 300,000 objects:
 * - required or excluded by the whole query: `exists` becomes a semi-join or anti-join, and the planner's own
 *   statistics choose between the observable's index (0.2–0.8 ms) and a scan (50–80 ms where half the rows match);
 * - alternatives of which each has an observable to look up: `exists` over a `union all`, one semi-join (1 ms, against
 *   55 ms for `exists … or exists …`, which scans). Unlike `no in (union all)` it can also be asked row by row, where
 *   the caller puts the condition under an `or` of its own;
 * - other alternatives: plain `or`, a scan of some 75 ms. `no = any(array(select …))` would be faster for rare values
 *   and took 27 s for `domain:com`, being searched linearly for each row.
 */
export function toSql(query: Query, param: Param, now: number = Date.now(), sees?: Sees): string {
  return new Writer(param, now, sees).condition(query.node, 'o', true);
}

/** Likewise, to be asked of rows that are looked at in any case: it finds none by itself, and looks at nothing else. */
export function toSqlByRow(query: Query, param: Param, now: number = Date.now(), sees?: Sees): string {
  return new Writer(param, now, sees, true).condition(query.node, 'o', false);
}

/** Whether an index finds what can match at once: there are never many reports of one value. */
export const isExact = ({ node }: Query): boolean => hasFew(node);

function hasFew(node: Node): boolean {
  if (node.kind === 'all') return node.of.some(hasFew);
  if (node.kind === 'any') return node.of.every(hasFew);
  return node.kind === 'id' || node.kind === 'value';
}

type ObservableLeaf = Extract<Leaf, { kind: 'value' | 'within' | 'covers' | 'domain' | 'hash' }>;

class Writer {
  private aliases = 0;

  constructor(
    private readonly param: Param,
    private readonly now: number,
    private readonly sees: Sees | undefined,
    private readonly byRow = false,
  ) {}

  /** `required`: a row is out when this does not hold, so that a semi-join may stand here. */
  condition(node: Node, o: string, required: boolean): string {
    switch (node.kind) {
      case 'all':
        return node.of.length === 0 ? 'true' : `(${node.of.map((n) => this.condition(n, o, required)).join(' and ')})`;
      case 'any':
        if (required && node.of.every(isDriven)) return this.union(node.of, o);
        return `(${node.of.map((part) => this.condition(part, o, false)).join(' or ')})`;
      case 'not':
        return `not ${this.leaf(node.of, o)}`;
      default:
        return this.leaf(node, o);
    }
  }

  private union(alternatives: readonly Node[], o: string): string {
    const selects = alternatives.map((part) => {
      if (isObservable(part))
        return `select b.object_no as no, b.audience_id from observable b where ${this.observable(part)}`;
      this.aliases += 1;
      const inner = `o${this.aliases}`;
      return `select ${inner}.no, ${inner}.audience_id from object ${inner} where ${this.condition(part, inner, true)}`;
    });
    return `exists (select from (${selects.join(' union all ')}) u where u.no = ${o}.no and u.audience_id = ${o}.audience_id)`;
  }

  private leaf(leaf: Leaf, o: string): string {
    if (isObservable(leaf)) return this.exists(o, this.observable(leaf));
    switch (leaf.kind) {
      case 'text':
        return `(${this.contains(o, leaf.needle)})`;
      case 'type':
        return this.type(leaf, o);
      case 'id':
        return `(${o}.id = ${this.param(leaf.id)})`;
      case 'tlp':
        return `(${o}.tlp ${SQL[leaf.comparison]} ${this.param(leaf.rank)}::smallint)`;
      case 'confidence':
        return `coalesce(${o}.confidence ${SQL[leaf.comparison]} ${this.param(leaf.value)}::smallint, false)`;
      case 'seen':
        return this.seen(leaf, o);
      case 'label':
        return this.label(leaf, o);
      case 'from':
        return `(${o}.organisation_id = ${this.param(leaf.organisationId)}::uuid)`;
      case 'time':
        return this.time(leaf, o);
      case 'is':
        return this.state(leaf.state, o);
    }
  }

  /**
   * What has no sighting was seen 0 times. Asked of no row: with `is true` it can be no join, and all sightings in sight are
   * counted once; as a join they were for each of thousands of audiences. (What is counted must fit into the memory of a
   * hash, which the connections allow for: else Postgres would look through all of it for each row.) Sightings the reading of
   * which is put on record are left out.
   */
  private seen({ comparison, times }: Extract<Leaf, { kind: 'seen' }>, o: string): string {
    if (!this.sees) throw new Error('nobody is given to count for');
    const holds = `sum(s.times) ${SQL[comparison]} ${this.param(times)}::bigint`;
    const ids = (having: string): string =>
      `${o}.id in (select s.sighted from object s where s.sighted is not null and not s.revoked and s.tlp < ${RECORDED}
        and ${this.sees?.('s')} group by s.sighted having ${having}) is true`;
    return comparing(comparison, times)(0) ? `(not ${ids(`not ${holds}`)})` : `(${ids(holds)})`;
  }

  /** The text holds every label (see Facts), and has the index; it also spares most rows the look at each label. */
  private label({ label, prefix }: Extract<Leaf, { kind: 'label' }>, o: string): string {
    const judged = prefix
      ? `exists (select from unnest(${o}.labels) l where starts_with(l, ${this.param(label)}))`
      : `${o}.labels @> array[${this.param(label)}::text]`;
    return `(${this.contains(o, label)} and ${judged})`;
  }

  private contains(o: string, needle: string): string {
    return `${o}.text like ${this.param(`%${escapeLike(needle)}%`)}`;
  }

  private type({ stix, observables }: Extract<Leaf, { kind: 'type' }>, o: string): string {
    const own = stix === null ? [] : [`${o}.type = ${this.param(stix)}`];
    const has = observables.length > 0 ? [this.exists(o, `b.type = any(${this.param(observables)}::text[])`)] : [];
    return `(${[...own, ...has].join(' or ')})`;
  }

  private time({ field, comparison, at }: Extract<Leaf, { kind: 'time' }>, o: string): string {
    const column = field === 'expires' ? 'valid_until' : field;
    return `coalesce(${o}.${column} ${SQL[comparison]} ${this.instant(at)}, false)`;
  }

  private state(state: State, o: string): string {
    if (state === 'revoked') return `${o}.revoked`;
    const expired = `coalesce(${o}.valid_until < ${this.instant(this.now)}, false)`;
    return state === 'expired' ? expired : `(not ${o}.revoked and not ${expired})`;
  }

  private instant(at: number): string {
    return `${this.param(new Date(at).toISOString())}::timestamptz`;
  }

  private exists(o: string, condition: string): string {
    // with an offset it is a question of its own, and no join
    const where = `b.object_no = ${o}.no and b.audience_id = ${o}.audience_id and ${condition}`;
    return `exists (select from observable b where ${where}${this.byRow ? ' offset 0' : ''})`;
  }

  private observable(leaf: ObservableLeaf): string {
    switch (leaf.kind) {
      case 'value': {
        // The hash is of type and value together, so the three need not be matched up pair by pair.
        const hashes = this.param(leaf.anyOf.map((one) => String(observableHash(one))));
        const types = this.param(leaf.anyOf.map(({ type }) => type));
        const values = this.param([...new Set(leaf.anyOf.map(({ value }) => value))]);
        return `b.hash = any(${hashes}::bigint[]) and b.type = any(${types}::text[]) and b.value = any(${values}::text[])`;
      }
      case 'within':
        return `b.network <<= ${this.param(leaf.network)}::inet`;
      case 'covers':
        return this.covers(`${this.param(leaf.address)}::inet`);
      case 'domain':
        return this.prefix('b.reverse_host', leaf.reverse);
      case 'hash':
        // said as the index says it, which holds no others
        return `b.type in (${HEX_TYPES.map((type) => `'${type}'`).join(', ')}) and ${this.prefix('left(b.value, 128)', leaf.prefix)}`;
    }
  }

  /** The address itself, or a block around it; only blocks are in the index that finds what is around. */
  private covers(address: string): string {
    return `(b.network = ${address} or (b.network >> ${address} and ${BLOCK}))`;
  }

  /** As a range, which an index of collation "C" serves whatever the plan. `prefix` ends in an ASCII character. */
  private prefix(column: string, prefix: string): string {
    const next = prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
    return `${column} collate "C" >= ${this.param(prefix)} and ${column} collate "C" < ${this.param(next)}`;
  }
}

/** SQL: the observable is a block of addresses; said as the index says it. */
export const BLOCK = `masklen(b.network) < (case family(b.network) when 4 then 32 else 128 end)`;

const SQL: Record<Comparison, string> = { '=': '=', '!=': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=' };

function isObservable(node: Node): node is ObservableLeaf {
  return ['value', 'within', 'covers', 'domain', 'hash'].includes(node.kind);
}

/** Whether an index finds the few rows that can match. Text is left out: a common word would be looked up row by row. */
function isDriven(node: Node): boolean {
  if (node.kind === 'all') return node.of.some(isDriven);
  if (node.kind === 'any') return node.of.every(isDriven);
  return node.kind === 'id' || isObservable(node);
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
