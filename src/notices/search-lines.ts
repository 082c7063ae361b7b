import { type Audiences, type Visible, visibleSql } from '../audience/index.js';
import { tlpOf, tlpRank, type Viewer } from '../kernel/index.js';
import type { Pool } from '../platform/index.js';
import type { Line } from './letter.js';

const RED = tlpRank('red');

interface Told {
  readonly watch_id: number;
  readonly search_id: string;
  readonly name: string;
  readonly test: boolean;
}

/** What a mail may say of saved searches, at the moment when it is sent: of what the person sees then, and nothing else. */
export class SearchLines {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
  ) {}

  /** One line for each search that still has something to tell, and still is to; under the narrowest label of what it tells of. */
  async of(mail: string, viewer: Viewer): Promise<Line[]> {
    const { rows } = await this.pool.query<Told>(
      `select t.watch_id, s.id as search_id, s.name, t.test from search_mail t join search_watch w on w.id = t.watch_id
       join saved_search s on s.id = w.search_id
       where t.mail_id = $1 and (t.test or w.mail <> 'none' and not w.paused) order by lower(s.name), s.id`,
      [mail],
    );
    if (rows.length === 0) return [];
    const seen = await this.audiences.of(viewer);
    const lines: Line[] = [];
    for (const told of rows) lines.push(...(await this.lines(mail, told, seen)));
    return lines;
  }

  private async lines(mail: string, { watch_id, search_id, name, test }: Told, seen: Visible): Promise<Line[]> {
    const line = { title: name, path: `/searches/${search_id}` };
    if (test) return [{ ...line, what: 'A test of a saved search', tlp: 'green' }];
    const values: unknown[] = [mail, watch_id];
    const { rows } = await this.pool.query<{ tlp: number; count: number }>(
      `select o.tlp, count(*)::int as count from search_match m join object o on o.no = m.object_no
       where m.mail_id = $1 and m.watch_id = $2 and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)}
       group by o.tlp order by o.tlp`,
      values,
    );
    const open = rows.filter(({ tlp }) => tlp < RED);
    const count = open.reduce((sum, row) => sum + row.count, 0);
    return [
      ...(count > 0 ? [{ ...line, what: `Found by a saved search: ${count}`, tlp: tlpOf(open.at(-1)!.tlp) }] : []),
      ...(open.length < rows.length ? [{ ...line, what: '', tlp: 'red' as const }] : []),
    ];
  }
}
