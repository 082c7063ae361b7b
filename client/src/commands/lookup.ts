import type { Command } from 'commander';
import { Lines, textOf } from '../terminal/source.js';
import { defang, defangAny } from '../terminal/defang.js';
import { counted, printable } from '../terminal/text.js';
import type { Shell } from '../terminal/shell.js';
import type { LookupResult } from '../types.js';
import { outline, run } from './command.js';
import type { CommonFlags, Session } from './session.js';

const LONGEST = 8192;

/** `tocsin lookup` */
export function lookup(shell: Shell): Command {
  const command = outline({
    name: 'lookup',
    summary: 'say what is known of values, however many',
    about:
      'One line a value, in the order asked: known or unknown, by how many members, the type, the value. Values may be ' +
      'defanged; of stdin each line is one. Nothing that you ask for is told to other members.',
    examples: [
      ['tocsin lookup 203.0.113.7 evil[.]example', 'two values'],
      ['tocsin lookup - < proxy-hosts.txt', 'a file of them'],
      ['tocsin lookup - --json < hosts.txt | jq -r "select(.known).value"', 'the known ones alone'],
    ],
  }).argument('<values...>', 'values, or - for stdin');
  return run<CommonFlags>(command, shell, (session, _, ...values) => act(session, values.flat()));
}

async function act(session: Session, values: string[]): Promise<void> {
  const { out, signal } = session;
  const hub = await session.hub();
  let known = 0;
  let asked = 0;
  for await (const result of hub.lookup(values.includes('-') ? fromStdin(session) : values, { signal })) {
    asked++;
    if (result.known) known++;
    await out.data(result, (it) => lineOf(it, session));
  }
  out.say(`${known.toLocaleString('en-US')} of ${counted(asked, 'value')} known`);
}

async function* fromStdin({ shell: { stdin }, out }: Session): AsyncGenerator<string> {
  let count = 0;
  for await (const text of new Lines(textOf('-', stdin)).lines()) {
    count++;
    const value = text.trim();
    // One that the hub would refuse must not sink the others that go with it.
    if (value.length > LONGEST)
      out.say(`line ${count} is no value: it has ${value.length.toLocaleString('en-US')} characters`);
    else if (value !== '') yield value;
  }
}

function lineOf({ value, observable, known, members, reads_as: name }: LookupResult, { out }: Session): string {
  const shown = printable(observable ? defang(observable.type, observable.value) : defangAny(value));
  const columns = [known ? 'known' : 'unknown', String(members), observable?.type ?? '-', shown];
  if (!out.isTerminal) return columns.join('\t');
  const mixed = name?.mixed_scripts ? `: ${name.mixed_scripts.map(printable).join(' and ')} mixed` : '';
  const reads = name ? `(reads ${printable(name.text)}${mixed})` : '';
  const text = [columns[0]!.padEnd(7), columns[1]!.padStart(4), columns[2]!.padEnd(12), shown, reads]
    .join('  ')
    .trimEnd();
  return known ? out.style.red(text) : out.style.dim(text);
}
