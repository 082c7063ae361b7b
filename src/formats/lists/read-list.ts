import { Fault } from '../../kernel/index.js';
import { classify } from '../observables/classify.js';
import type { Found } from '../reading.js';
import { shortened } from '../shortened.js';
import { isComment } from './layout.js';
import type { Line } from './text-lines.js';

/** Characters of a description. */
const LONGEST = 10_000;
/** A hosts file sends names to nowhere. */
const NOWHERE = /^(?:0\.0\.0\.0|127\.\d+\.\d+\.\d+|::1?|fe80::1%lo0|ff0[0-9]::[0-9]|255\.255\.255\.255)\s+(\S.*)$/;
/** Names that hosts files have for the machine itself. */
const OWN = /^(?:localhost|localhost\.localdomain|local|broadcasthost|ip6-\S+|0\.0\.0\.0)$/;

/** What one line of a list says: a value, with a comment after `#`, `;` or `//`; or the names of a hosts file. */
export function* lineItems({ no, text, tooLong }: Line): Generator<Found> {
  const at = `line ${no}`;
  if (tooLong) {
    yield { at, fault: new Fault('body_too_large', 'the line is too long') };
    return;
  }
  if (text.trim() === '' || isComment(text)) return;
  if (text.includes('\0')) {
    yield { at, fault: new Fault('invalid_character', 'the line has U+0000') };
    return;
  }
  const [value, comment] = apart(text.trim());
  const common = comment === '' ? {} : { description: shortened(comment, LONGEST) };
  const hosts = NOWHERE.exec(value);
  if (!hosts) {
    if (value !== '') yield { at, item: withoutPort(value, comment) };
    return;
  }
  for (const name of hosts[1]!.split(/\s+/))
    if (!OWN.test(name)) yield { at, item: { value: name, type: 'domain-name', ...common } };
}

/** `203.0.113.7:443` and `evil.example:8080` are an address and a name; the port is said beside them. */
function withoutPort(value: string, comment: string): { value: string; description?: string } {
  const [, host = '', port = ''] = /^([^\s/:@]+|\[[\da-f:]+\]):(\d{1,5})$/i.exec(value) ?? [];
  const bare = host.replace(/^\[([\da-f:]+)\]$/i, '$1');
  const parted = port !== '' && classify(bare) !== null;
  const said = [comment, ...(parted ? [`port ${port}`] : [])].filter(Boolean).join('; ');
  const description = shortened(said, LONGEST);
  return { value: parted ? bare : value, ...(description !== '' && { description }) };
}

/** The value and the comment after it. A `;` needs no white space before it (`hash;comment`) but where a URL has it. */
function apart(text: string): [value: string, comment: string] {
  const spaced = /(?<!\s)\s+(?:#|;|\/\/)/.exec(text);
  const tight = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? -1 : text.indexOf(';');
  const at = Math.min(spaced?.index ?? Infinity, tight === -1 ? Infinity : tight);
  if (at === Infinity) return [unquoted(text), ''];
  const comment = text.slice(at).replace(/^\s*(?:#|;|\/\/)\s*/, '');
  return [unquoted(text.slice(0, at).trim()), comment.trim()];
}

const unquoted = (text: string): string => /^"(.*)"$/.exec(text)?.[1] ?? text;
