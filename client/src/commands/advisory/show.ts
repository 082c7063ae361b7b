import type { Command } from 'commander';
import type { AdvisoryWork } from '../../advisory/at-work.js';
import { extensionOf } from '../../advisory/text.js';
import type { Shell } from '../../terminal/shell.js';
import { tlpText } from '../../terminal/style.js';
import { printable } from '../../terminal/text.js';
import { tlpOf } from '../../terminal/describe.js';
import type { StixObject } from '../../types.js';
import { outline, run } from '../command.js';
import type { CommonFlags, Session } from '../session.js';

/** `tocsin advisory show` */
export function show(shell: Shell): Command {
  const command = outline({
    name: 'show',
    summary: 'read an advisory',
    examples: [
      ['tocsin advisory show report--6f…', 'as it was published'],
      ['tocsin advisory show report--6f… --work', 'as it is being written or signed'],
      ['tocsin advisory show report--6f… --work --json > work.json', 'for `tocsin advisory sign --text work.json`'],
    ],
  })
    .argument('<id>', 'id of the advisory')
    .option('--work', 'the text at work, for who writes or signs it');
  return run<CommonFlags & { work?: boolean }>(command, shell, async (session, { work }, id = '') => {
    const hub = await session.hub();
    await session.learnNames(hub);
    if (work) return session.out.data(await hub.advisories.work(id), workText);
    const report = await hub.advisories.get(id);
    await session.out.data(report, (it) => publishedText(it, session));
  });
}

/** Others' text, line by line: nothing in it that a terminal would obey. */
const paragraphs = (text: string): string => text.split('\n').map(printable).join('\n');

function publishedText(report: StixObject, session: Session): string {
  const { kind, severity, version, signatures = [], quorum = 0, withdrawn } = extensionOf(report) ?? {};
  const signed = signatures.map(({ organisation }) => session.nameOf(organisation));
  const head = [
    `${tlpText(tlpOf(report))}  ${printable(report.name ?? report.id)}`,
    [
      kind,
      severity && `severity ${severity}`,
      version && `version ${version}`,
      `by ${session.nameOf(report.created_by_ref ?? '')}`,
    ]
      .filter(Boolean)
      .join(', '),
    ...(signed.length > 0 ? [`signed by ${signed.join(', ')} (quorum ${quorum})`] : []),
    ...(withdrawn ? [goneText(withdrawn)] : []),
  ];
  return `${head.join('\n')}\n\n${paragraphs(report.description ?? '')}`;
}

function goneText({ at, reason, superseded_by: by }: { at: string; reason: string; superseded_by?: string }): string {
  const said = by === undefined ? 'WITHDRAWN' : 'SUPERSEDED';
  return `${said} on ${at.slice(0, 10)}${by === undefined ? '' : ` by ${printable(by)}`}: ${printable(reason)}`;
}

function workText({ id, state, version, part, quorum, body, signing, release }: AdvisoryWork): string {
  const head = [
    `${tlpText(body.tlp)}  ${printable(body.title)}`,
    `${body.kind}, version ${version}, ${state}; your part: ${part}`,
    ...(body.signers?.length ? [`signers: ${body.signers.map(printable).join(', ')} (quorum ${quorum})`] : []),
    ...(signing ? [`to be signed: ${signing.sha256}`] : []),
    ...(release ? [release.held ? `NOT PUBLISHED at its time: ${release.held}` : 'will be published by itself'] : []),
    id,
  ];
  return `${head.join('\n')}\n\n${paragraphs(body.body)}`;
}
