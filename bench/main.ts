import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { atScale } from './cases/at-scale.js';
import { consoleFeed } from './cases/console.js';
import { crowd } from './cases/crowd.js';
import { extract } from './cases/extract.js';
import { filtered, fanOut } from './cases/fan-out.js';
import { patterns, stix } from './cases/formats.js';
import { imports } from './cases/imports.js';
import { ingest } from './cases/ingest.js';
import { latency } from './cases/latency.js';
import { misp } from './cases/misp.js';
import { taxii } from './cases/taxii.js';
import { machine } from './machine.js';
import { printed, type Report, type Result } from './report.js';
import { Rig } from './rig.js';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string', multiple: true },
    lines: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '60' },
  },
});

/** Every case by the word that `--only` takes. */
const CASES: Record<string, (rig: Rig) => Promise<Result[]>> = {
  'fan-out-200': async (rig) => [await fanOut(rig, 200)],
  'fan-out-1000': async (rig) => [await fanOut(rig, 1_000)],
  filters: async (rig) => [await filtered(rig, 200)],
  latency,
  ingest,
  'at-scale': atScale,
  crowd,
  misp,
  patterns,
  stix,
  extract,
  taxii,
  imports: (rig) => imports(rig, Number(values.lines)),
  console: (rig) => consoleFeed(rig, Number(values.seconds)),
};

const unknown = values.only?.filter((name) => !CASES[name]) ?? [];
if (unknown.length > 0) {
  process.stderr.write(`no such case: ${unknown.join(', ')}\ncases: ${Object.keys(CASES).join(', ')}\n`);
  process.exit(2);
}

const cases: Result[] = [];
const rig = await Rig.start();
try {
  for (const [name, run] of Object.entries(CASES)) {
    if (values.only && !values.only.includes(name)) continue;
    for (const result of await run(rig)) {
      cases.push(result);
      process.stdout.write(`${printed(result)}\n`);
    }
  }
} finally {
  await rig[Symbol.asyncDispose]();
}
if (values.json !== undefined) {
  const report: Report = { machine: machine(), cases };
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}
process.exitCode = cases.every(({ met }) => met) ? 0 : 1;
