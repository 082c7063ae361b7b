import type { StageOptions } from '../rig/stage.js';
import type { Patch } from './plant.js';
import { agree, blindness, crashes, hubKills, nothing, postgresKills, restore, type Scenario } from './scenarios.js';

/** A bug that the checker must catch, where it is put in, and what brings it out. */
export interface Bug {
  readonly bug: string;
  /** In the compiled hub. */
  readonly patches: readonly Patch[];
  readonly stage?: Partial<StageOptions>;
  readonly scenario: Scenario;
  /** Invariants of which at least one must be found broken. */
  readonly breaks: readonly string[];
}

/** Every planted bug. Texts to be found are those of the compiled files, and short: they have to follow the source. */
export const BUGS: readonly Bug[] = [
  // takes longest, and is begun first
  {
    bug: 'cursor stored before processing',
    patches: [],
    stage: { careless: true },
    scenario: crashes,
    breaks: ['N2'],
  },
  {
    bug: 'bigserial cursor',
    patches: [
      {
        file: 'exchange/known.js',
        find: 'select seq, authority, (extract',
        put: `select nextval('planted') * 1000 as seq, pg_sleep(random() * 0.05) is null as nap, authority, (extract`,
      },
      { file: 'exchange/known.js', find: 'from head for update', put: 'from head' },
      { file: 'exchange/known.js', find: 'set seq = $1,', put: 'set seq = greatest(seq, $1),' },
      {
        file: 'exchange/known.js',
        find: 'chain from audience where id = any($1::int[])',
        put: 'chain from audience where id = any($1::int[]) order by id for update',
      },
    ],
    stage: { sql: 'create sequence planted', hubs: 3, pace: { workers: 3, pauseMs: 20, batches: 0.2, batchItems: 20 } },
    scenario: nothing,
    breaks: ['N2', 'N9'],
  },
  {
    bug: 'ack before commit',
    patches: [
      {
        file: 'platform/database.js',
        find: `await client.query('commit');`,
        put: `if (this.name !== 'writer') await client.query('commit');
            else {
              broken = null;
              setTimeout(() => client.query('commit').then(() => client.release(), (e) => client.release(e)), 250);
            }`,
      },
      {
        file: 'platform/database.js',
        find: 'client.release(broken);',
        put: 'if (broken !== null) client.release(broken);',
      },
    ],
    scenario: hubKills,
    breaks: ['N1', 'N2'],
  },
  {
    bug: 'synchronous_commit=off',
    patches: [],
    stage: { settings: { synchronous_commit: 'off', wal_writer_delay: '2000ms' } },
    scenario: postgresKills,
    breaks: ['N1', 'N2'],
  },
  {
    bug: 'NOTIFY-only delivery',
    patches: [
      { file: 'platform/pulse.js', find: '()=>this.tick()', put: '()=>(this.seenAt = performance.now())' },
      {
        file: 'exchange/exchange.module.js',
        find: 'if (!tail.take(stretch)) void pulse.look()',
        put: 'if (!tail.take(stretch)) void Promise.resolve()',
      },
    ],
    scenario: blindness,
    breaks: ['N2'],
  },
  {
    bug: 'replay without the policy',
    patches: [
      { file: 'exchange/log.js', find: `\${visibleSql(seen, 'e', param)}`, put: 'true' },
      { file: 'exchange/plain-log.js', find: `\${visibleSql(seen, 'e', literal)}`, put: 'true' },
    ],
    scenario: nothing,
    breaks: ['N7'],
  },
  {
    bug: 'unchanged epoch',
    patches: [{ file: 'platform/history.js', find: 'epoch = gen_random_uuid(), authority', put: 'authority' }],
    scenario: restore,
    breaks: ['N4', 'N2'],
  },
  {
    bug: 'receipts forgotten',
    patches: [{ file: 'exchange/receipts.js', find: 'new Map(rows.map(', put: 'new Map([].map(' }],
    scenario: agree,
    breaks: ['N6', 'N8'],
  },
];
