import { type Audiences, type Visible, visibleSql } from '../audience/index.js';
import type { Objects } from '../exchange/index.js';
import { refsOf, tlpDefinition, tlpOfId, typeOfId, uuid5 } from '../formats/index.js';
import { Fault, type StixObject, tlpRank, type Viewer } from '../kernel/index.js';
import type { Pool } from '../platform/index.js';

/** Objects that refer to one, read at once, and given at most. */
const PAGE = 200;
const MOST = 10_000;
const RED = tlpRank('red');
const NAMESPACE = 'e2c7f7a0-3c1b-4d5e-9f0a-6b8d2c4e1f30';

interface Row {
  readonly no: number;
  readonly id: string;
  readonly tlp: number;
  readonly body: string;
}

/** An object with what it refers to and what refers to it, as far as its reader sees them, as one STIX bundle. */
export class Bundles {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
    private readonly objects: Objects,
  ) {}

  /**
   * The bundle piece by piece: the object, what it refers to, then whatever relates, sights or judges it, each with what it
   * refers to in turn. What of these the viewer does not see is not in it, nor anything that is TLP:RED. It breaks off when the
   * viewer loses a right. Faults: `not_found`; `red_not_exported` for an object that is RED.
   */
  async open(viewer: Viewer, id: string): Promise<AsyncGenerator<string>> {
    const seen = await this.audiences.of(viewer);
    const { body, tlp } = await this.objects.get(viewer, id);
    if (tlp === 'red') throw new Fault('red_not_exported');
    return this.print(viewer, id, new Gathering(this, viewer, seen), body);
  }

  private async *print(viewer: Viewer, id: string, gathering: Gathering, root: string): AsyncGenerator<string> {
    yield `{"type":"bundle","id":"bundle--${uuid5(NAMESPACE, id)}","objects":[${root}`;
    gathering.given.add(id);
    yield await gathering.referredTo([root]);
    for (let after = 0, count = 0; count < MOST;) {
      const page = await this.referring(gathering.seen, id, after);
      const more = await gathering.give(page.filter(({ body }) => refersTo(body, id)));
      await this.objects.stillSeen(viewer, gathering.seen); // its reader may have taken long with what came before
      yield more;
      count += page.length;
      const last = page.at(-1);
      if (page.length < PAGE || !last) break;
      after = last.no;
    }
    yield ']}';
  }

  /** Those that the viewer sees, the earliest of each id. */
  async byId(seen: Visible, ids: readonly string[]): Promise<Row[]> {
    return this.ask(
      (param) => `select distinct on (o.id) o.no, o.id, o.tlp, o.seq from object o
        where o.id = any(${param([...ids])}::text[]) and o.tlp < ${RED} and ${visibleSql(seen, 'o', param)} order by o.id, o.no`,
    );
  }

  /** A page of those whose text names the id. */
  private referring(seen: Visible, id: string, after: number): Promise<Row[]> {
    return this.ask(
      (param) => `select o.no, o.id, o.tlp, o.seq from unnest(${param([...seen.ids])}::int[]) as each(id)
          join object o on o.audience_id = each.id and o.text like '%' || ${param(id)} || '%'
        where o.no > ${param(after)} and o.tlp < ${RED} and ${visibleSql(seen, 'o', param)} order by o.no limit ${PAGE}`,
    );
  }

  private async ask(from: (param: (value: unknown) => string) => string): Promise<Row[]> {
    const values: unknown[] = [];
    const text = from((value) => `$${values.push(value)}`);
    const { rows } = await this.pool.query<Row>(
      `select f.no, f.id, f.tlp, v.body from (${text}) f join version v on v.seq = f.seq order by f.no`,
      values,
    );
    return rows;
  }

  recordRead(viewer: Viewer, rows: readonly Row[]): Promise<void> {
    return this.objects.recordRead(viewer, rows);
  }
}

/** What of a bundle was given already: each id is in it once. */
class Gathering {
  readonly given = new Set<string>();

  constructor(
    private readonly bundles: Bundles,
    private readonly viewer: Viewer,
    readonly seen: Visible,
  ) {}

  /** These and what they refer to, as text that goes on in the list. */
  async give(rows: readonly Row[]): Promise<string> {
    const fresh = [...new Map(rows.toReversed().map((row) => [row.id, row])).values()]
      .filter(({ id }) => !this.given.has(id))
      .toSorted((a, b) => a.no - b.no);
    for (const { id } of fresh) this.given.add(id);
    await this.bundles.recordRead(this.viewer, fresh);
    const bodies = fresh.map(({ body }) => body);
    return this.text(bodies) + (await this.referredTo(bodies));
  }

  async referredTo(bodies: readonly string[]): Promise<string> {
    const refs = new Set(bodies.flatMap((body) => refsOf(JSON.parse(body) as StixObject)));
    const ids = [...refs].filter((id) => !this.given.has(id) && typeOfId(id) !== undefined);
    for (const id of ids) this.given.add(id);
    const labels = ids.flatMap((id) => {
      const tlp = tlpOfId(id);
      return tlp === undefined || tlpDefinition(tlp).id !== id ? [] : [JSON.stringify(tlpDefinition(tlp))];
    });
    const rows = ids.length === 0 ? [] : await this.bundles.byId(this.seen, ids);
    await this.bundles.recordRead(this.viewer, rows);
    return this.text([...labels, ...rows.map(({ body }) => body)]);
  }

  private text(bodies: readonly string[]): string {
    return bodies.map((body) => `,${body}`).join('');
  }
}

const refersTo = (body: string, id: string): boolean => refsOf(JSON.parse(body) as StixObject).includes(id);
