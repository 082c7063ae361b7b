import { type Audiences, type AudienceTarget, type Book, visibleSql, within } from '../../audience/index.js';
import { type AdvisoryText, classify, hostOf, observableHash } from '../../formats/index.js';
import { append, Fault, type Observable, type Tlp, tlpOf, type Viewer } from '../../kernel/index.js';
import type { Pool } from '../../platform/index.js';

/** Linked objects, by who may learn of them. */
export interface Links {
  /** Ids that all whom the advisory goes to may see: named in the report itself. */
  readonly common: readonly string[];
  /** Ids that only some of them may see: each is told by a relationship that goes where the object goes. */
  readonly narrower: readonly { readonly id: string; readonly audienceId: number }[];
  /** Ids whose audience and the advisory's overlap only: nobody is told. */
  readonly apart: readonly string[];
}

/** Something that the text quotes, and some of its readers may not see at its source. */
export interface Quoted {
  readonly id: string;
  readonly organisationId: string;
  readonly value: string;
  readonly tlp: Tlp;
}

interface SourceRow {
  id: string;
  organisation_id: string;
  audience_id: number;
  tlp: number;
  value: string;
}

/** What parts the words of a text, Markdown's marks among it. */
const BETWEEN = /[\s|`,;"'<>]+|\]\(/u;
const MARKS = /^[*_~#>+-]+|[*_~]+$/gu;
/** Values looked for in one text, at most; more than a reader would read. */
const MOST = 5_000;

/** What an advisory leans on, and whether those whom it goes to may see that, as far as the viewer knows. */
export class Sources {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
  ) {}

  /** Fault: `invalid`, with a pointer, for a link to what is not there or hidden from the viewer. */
  async links(viewer: Viewer, ids: readonly string[], target: AudienceTarget): Promise<Links> {
    const book = await this.audiences.current();
    const rows = new Map((await this.objects(viewer, ids)).map((row) => [row.id, row]));
    const links = {
      common: [] as string[],
      narrower: [] as { id: string; audienceId: number }[],
      apart: [] as string[],
    };
    for (const [i, id] of [...new Set(ids)].entries()) {
      const row = rows.get(id);
      if (!row)
        throw new Fault('invalid', 'there is no such object, or you may not see it', { pointer: `/indicators/${i}` });
      const how = relation(row, target, book);
      if (how === 'narrower') links.narrower.push({ id, audienceId: row.audience_id });
      else links[how].push(id);
    }
    return links;
  }

  private async objects(viewer: Viewer, ids: readonly string[]): Promise<Omit<SourceRow, 'value'>[]> {
    if (ids.length === 0) return [];
    const seen = await this.audiences.of(viewer);
    const values: unknown[] = [[...ids]];
    const { rows } = await this.pool.query<SourceRow>(
      `select o.id, o.organisation_id, o.audience_id, o.tlp from object o
       where o.id = any($1::text[]) and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)} order by o.no desc`,
      values,
    );
    return rows;
  }

  /**
   * Values in the text that the viewer knows from others, none of whom told all of the advisory's audience. What his own
   * organisation reported is its to tell.
   */
  async quotedAbove(viewer: Viewer, text: AdvisoryText, target: AudienceTarget): Promise<Quoted[]> {
    const book = await this.audiences.current();
    const byValue = new Map<string, SourceRow[]>();
    for (const row of await this.reports(viewer, observablesIn(text))) append(byValue, row.value, row);
    return [...byValue.values()].flatMap((rows) => {
      const free = rows.some(
        (row) => row.organisation_id === viewer.organisationId || relation(row, target, book) === 'common',
      );
      if (free) return [];
      return rows.map(({ id, organisation_id: organisationId, value, tlp }) => ({
        id,
        organisationId,
        value,
        tlp: tlpOf(tlp),
      }));
    });
  }

  private async reports(viewer: Viewer, observables: readonly Observable[]): Promise<SourceRow[]> {
    if (observables.length === 0) return [];
    const seen = await this.audiences.of(viewer);
    const values: unknown[] = [
      observables.map((o) => observableHash(o)),
      observables.map((o) => o.type),
      observables.map((o) => o.value),
      [...seen.ids],
    ];
    const { rows } = await this.pool.query<SourceRow>(
      `select distinct o.id, o.organisation_id, o.audience_id, o.tlp, b.value
       from unnest($1::bigint[], $2::text[], $3::text[]) as q(hash, type, value) cross join lateral (
         select b.object_no, b.value from observable b
         where b.hash = q.hash and b.type = q.type and b.value = q.value and b.audience_id = any($4::int[]) offset 0) b
       cross join lateral (select * from object o where o.no = b.object_no limit 1) o
       where not o.revoked and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)} order by o.id`,
      values,
    );
    return rows;
  }
}

function relation(row: { audience_id: number }, target: AudienceTarget, book: Book): keyof Links {
  const source = book.audiences.get(row.audience_id);
  if (!source) return 'apart';
  if (within(target, source, book)) return 'common';
  return within(source, target, book) ? 'narrower' : 'apart';
}

/** A word as a value, and the host in it: of a URL, or before a port or a path. */
function readings(word: string): Observable[] {
  const whole = classify(word);
  const host = whole ? hostOf(whole) : word.replace(/^[([{]+/u, '').replace(/[/?#].*$|:\d+\W*$/u, '');
  const named = host === null ? null : classify(host);
  return [whole, named].filter((one): one is Observable => one !== null);
}

/** The values that stand in a text, defanged or not. CVE ids are everybody's. */
function observablesIn({
  title,
  body,
  campaign = '',
  actor,
  references,
  evidence,
  products,
  vulnerabilities,
}: AdvisoryText): Observable[] {
  const texts = [
    title,
    body,
    campaign,
    actor?.name ?? '',
    ...(actor?.aliases ?? []),
    ...products.map((p) => `${p.vendor} ${p.name} ${p.version}`),
    ...vulnerabilities.map((v) => v.title ?? ''),
    ...references.map((r) => `${r.title} ${r.url}`),
    ...evidence.map((e) => `${e.title} ${e.url ?? ''} ${e.sha256 ?? ''}`),
  ];
  const found = new Map<string, Observable>();
  for (const text of texts) {
    for (const word of text.split(BETWEEN)) {
      for (const observable of readings(word.replaceAll(MARKS, '')))
        if (observable.type !== 'vulnerability') found.set(`${observable.type} ${observable.value}`, observable);
      if (found.size > MOST) throw new Fault('too_many_objects', `a text names at most ${MOST} values`);
    }
  }
  return [...found.values()];
}
