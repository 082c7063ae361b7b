import { type Tlp, tlpRank } from '../kernel/index.js';

/** Something to be told: what is known to whom it is told, of which a mail says only what its label allows. */
export interface Line {
  /** In words of the hub's own. */
  readonly what: string;
  readonly tlp: Tlp;
  readonly title?: string;
  /** Path of the page on the hub. */
  readonly path: string;
  /** RFC 3339. */
  readonly acknowledgeBy?: string | undefined;
  /** Short names of those who have not answered. */
  readonly unanswered?: readonly string[];
}

/** A mail, without who sends and gets it. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
}

const TITLE_CHARACTERS = 200;
const NAMES = 200;

/** Control and format characters, line breaks, and what turns the direction of a text around. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * A title as one line that is nothing else: no line break, nothing invisible, no encoded word (RFC 2047) that a mail program
 * would open, no link that it would make.
 */
const inOneLine = (title: string): string => {
  const line = title
    .replaceAll(UNFIT, ' ')
    .replaceAll('=?', '= ?')
    .replaceAll('://', '[:]//')
    .replaceAll(/@|\.(?=\p{L})/gu, '[$&]')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const characters = Array.from(line);
  return characters.length > TITLE_CHARACTERS ? `${characters.slice(0, TITLE_CHARACTERS).join('')}…` : line;
};

/** A title is for mail under TLP:CLEAR and TLP:GREEN alone. */
const mayBeNamed = ({ tlp }: Line): boolean => tlpRank(tlp) <= tlpRank('green');

const labelOf = ({ tlp }: Line): string => `TLP:${tlp.toUpperCase()}`;

/** All that may be said: above GREEN the label and a link; of TLP:RED that something waits. */
function paragraph(line: Line, hub: string): string {
  if (line.tlp === 'red') return `Something waits for you.\n${hub}/`;
  const link = `${hub}${line.path}`;
  if (!mayBeNamed(line)) return `${labelOf(line)}\n${link}`;
  const { what, title = '', acknowledgeBy, unanswered } = line;
  return [
    labelOf(line),
    `${what}: ${inOneLine(title)}`,
    ...(acknowledgeBy === undefined ? [] : [`To be answered by ${acknowledgeBy}`]),
    ...(unanswered === undefined ? [] : [`Not answered by: ${namesIn(unanswered)}`]),
    link,
  ].join('\n');
}

const namesIn = (names: readonly string[]): string =>
  names.length > NAMES ? `${names.slice(0, NAMES).join(', ')} and ${names.length - NAMES} more` : names.join(', ');

function subjectOf(lines: readonly Line[], digest: boolean): string {
  const line = lines[0];
  if (digest || !line) return 'Tocsin: your digest';
  if (line.tlp === 'red') return 'Tocsin: something waits for you';
  if (!mayBeNamed(line)) return `[${labelOf(line)}] Tocsin`;
  return `[${labelOf(line)}] ${line.what}: ${inOneLine(line.title ?? '')}`;
}

/** Puts a mail together; `hub` is the base of links. What reads alike is said once: of TLP:RED not even how much waits. */
export function letterOf(lines: readonly Line[], { digest, hub }: { digest: boolean; hub: string }): Letter {
  const said = new Set(lines.map((line) => paragraph(line, hub)));
  const foot = `-- \nSent by ${hub}. What it mails you is yours to choose there.`;
  return { subject: subjectOf(lines, digest), text: `${[...said, foot].join('\n\n')}\n` };
}
