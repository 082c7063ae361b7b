import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where a program of the distribution is, if it is. */
const programOf = (name: string): string | undefined =>
  [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));

/** Tests that ask such a program: passed over, by name, where it is missing. */
export const withProgram = (name: string): jest.Describe => (programOf(name) ? describe : describe.skip);

/** What a program says of a text that it reads from a file; a text that it refuses is an error with all that it said. */
function asked(name: string, text: string, args: (file: string, folder: string) => string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-strict-'));
  const file = join(folder, 'text');
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync(programOf(name)!, args(file, folder), { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`${name} refuses it: ${stdout}${stderr}`);
  return stdout + stderr;
}

/** BIND's own reading of a zone (Debian: bind9-utils), as strict as it gets. */
export const checkZone = (zone: string): string =>
  asked('named-checkzone', zone, (file) => [
    '-k',
    'fail',
    '-n',
    'fail',
    '-m',
    'fail',
    '-r',
    'fail',
    'rpz.tocsin',
    file,
  ]);

/** Suricata's test mode (Debian: suricata): how many rules it loaded, and what it was not content with. */
export function loadRules(rules: string): { loaded: number; failed: number; warnings: string[] } {
  const said = asked('suricata', rules, (file, folder) => [
    '-T',
    '-v',
    '--init-errors-fatal',
    '-c',
    '/etc/suricata/suricata.yaml',
    '-S',
    file,
    '-l',
    folder,
  ]);
  const [, loaded, failed] = /(\d+) rules successfully loaded, (\d+) rules failed/.exec(said) ?? [];
  const warnings = said.split('\n').filter((line) => /^(?:Warning|Error)/.test(line));
  return { loaded: Number(loaded ?? Number.NaN), failed: Number(failed ?? Number.NaN), warnings };
}
