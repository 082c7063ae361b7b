import { Command } from 'commander';
import type { Shell } from '../../terminal/shell.js';
import { ack } from './ack.js';
import { answer } from './answer.js';
import { answers } from './answers.js';
import { diff } from './diff.js';
import { draft } from './draft.js';
import { exportCommand } from './export.js';
import { key } from './key.js';
import { list } from './list.js';
import { show } from './show.js';
import { sign } from './sign.js';
import { submit } from './submit.js';
import { withdraw } from './withdraw.js';

const AFTER = `
Examples:
  $ tocsin advisory list --open                     what your organisation has not answered
  $ tocsin advisory draft attribution.json          begin one
  $ tocsin advisory submit report--6f…              bring it to its next step
  $ tocsin advisory sign report--6f…                sign it, with the key that the hub keeps
  $ tocsin advisory ack report--6f… acting          answer it
  $ tocsin advisory answers report--6f…             what members answered to a request for information
  $ tocsin advisory diff report--6f…                what is new in its last version
  $ tocsin advisory export report--6f… > advisory.json && tocsin verify advisory.json

See \`tocsin advisory <command> --help\`.`;

/** `tocsin advisory` */
export function advisory(shell: Shell): Command {
  const root = new Command('advisory')
    .summary('read, write, sign and answer advisories')
    .description('Read, write, sign and answer advisories.')
    .addHelpText('after', AFTER);
  for (const make of [list, show, diff, draft, submit, withdraw, sign, ack, answer, answers, exportCommand, key])
    root.addCommand(make(shell));
  return root;
}
