import type { Case, Cases } from './case.js';

/** Numbers of cases → files whose test titles begin with them. */
export type Titled = ReadonlyMap<string, ReadonlySet<string>>;

const TITLE = /['"`]((?:[A-Z]\d\d(?:, )?)+): /g;

/** What test titles say: `it('F15: …')`, `it.each([['D02: …', …]])`, several numbers before one colon. */
export function titledIn(sources: ReadonlyMap<string, string>): Titled {
  const titled = new Map<string, Set<string>>();
  for (const [file, source] of sources)
    for (const [, numbers = ''] of source.matchAll(TITLE))
      for (const number of numbers.split(', ').filter((one) => /^[A-M]/.test(one)))
        titled.set(number, (titled.get(number) ?? new Set()).add(file));
  return titled;
}

/** Where table and tests differ: numbers that the table calls tested and no title has, and the other way round. */
export function differences(cases: Cases, titled: Titled): string[] {
  const isTested = (number: string) => 'answer' in (cases[number] ?? {});
  return [
    ...Object.keys(cases)
      .filter((number) => isTested(number) && !titled.has(number))
      .map((one) => `${one} has no test`),
    ...[...titled.keys()].filter((number) => !isTested(number)).map((one) => `${one} is tested and not called so`),
  ].toSorted();
}

const SECTIONS: Readonly<Record<string, string>> = {
  A: 'Sign-in and sessions',
  B: 'API keys',
  C: 'Authorisation, parameters',
  D: 'Labels, audiences, side channels',
  E: 'The live feed',
  F: 'Requests and JSON',
  G: 'STIX objects',
  H: 'Files and formats of others',
  I: 'Values',
  J: 'Browsers',
  K: 'The outside',
  L: 'Audit',
  M: 'Faults',
};

/** The page for people: every case, what happens, and where it is tried. */
export function page(cases: Cases, titled: Titled): string {
  const all = Object.values(cases);
  const tried = all.filter((one) => 'answer' in one).length;
  const rows = (letter: string) =>
    Object.entries(cases)
      .filter(([number]) => number.startsWith(letter))
      .map(([number, one]) => row(number, one, titled));
  const sections = Object.entries(SECTIONS).map(([letter, title]) =>
    [
      `## ${letter}. ${title}`,
      '',
      '| case | input | what happens | where tried |',
      '|---|---|---|---|',
      ...rows(letter),
    ].join('\n'),
  );
  const head = `# Hostile input

What the hub does with ${all.length} bad inputs and abuses. ${tried} are tried by tests whose titles begin with the number; for the others the
reason stands here. A test holds this page, the table behind it (\`test/support/catalogue/\`) and the tests' titles equal.
What nobody thought of is looked for by \`test/fuzz\`: 20,000 requests and 4,000 socket frames in each run,
\`FUZZ_RUNS=200000\` by hand; \`FUZZ_SEED\` repeats a run. Last by hand, 2026-11-26, seed 943120574: 200,000 requests and
40,000 frames in five and a half minutes, no 5xx but 503, the process alive, nobody waited, memory flat.`;
  return `${[head, ...sections].join('\n\n')}\n`;
}

function row(number: string, one: Case, titled: Titled): string {
  const files = [...(titled.get(number) ?? [])].toSorted().map((file) => file.replace('.e2e-spec.ts', ''));
  const cells = 'answer' in one ? [one.input, one.answer, files.join(', ')] : [one.input, `not tried: ${one.why}`, '–'];
  return `| ${[number, ...cells].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
