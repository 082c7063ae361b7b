import type { Command } from 'commander';
import type { AdvisoryBody } from '../../advisory/at-work.js';
import { textOf } from '../../terminal/source.js';
import { usage } from '../../terminal/exit.js';
import type { Shell } from '../../terminal/shell.js';
import { outline, run } from '../command.js';
import type { CommonFlags, Session } from '../session.js';

type Flags = CommonFlags & { template?: string; id?: string; body?: string; etag?: string };

/** `tocsin advisory draft` */
export function draft(shell: Shell): Command {
  const command = outline({
    name: 'draft',
    summary: 'begin an advisory, or save over a draft',
    about:
      'The file is JSON: kind, title, tlp, body (Markdown) and, as needed, audience, severity, indicators, vulnerabilities, ' +
      'products, techniques, actor, campaign, confidence, evidence, references, authors, signers, quorum, publish_at, ' +
      'acknowledge_by. What a template has stands where the file says nothing. Saving over a draft fails when somebody else has saved since.',
    examples: [
      ['tocsin advisory draft attribution.json', 'begin one'],
      ['tocsin advisory draft --template alert', 'with the hub’s template for alerts'],
      ['tocsin advisory draft attribution.json --body text.md', 'with the text from a file of its own'],
      ['tocsin advisory draft attribution.json --id report--6f…', 'save over it'],
    ],
  })
    .argument('[file]', 'JSON; - for stdin; not needed with a template')
    .option('--template <name>', 'begin with a template: your organisation’s, or alert, advisory, situation-report, …')
    .option('--body <file>', 'Markdown that is the body')
    .option('--id <id>', 'the advisory to save over')
    .option(
      '--etag <etag>',
      'the revision that you edited, as `show --work --json` gave it; the present one when absent',
    );
  return run<Flags>(command, shell, act);
}

async function act(session: Session, { template, id, body: bodyFile, etag }: Flags, file?: string): Promise<void> {
  const { advisories } = await session.hub();
  if (file === undefined && template === undefined) throw usage('a file or a template is needed');
  const beginning = template === undefined ? {} : await advisories.template(template);
  if (!beginning) throw usage(`there is no template ${template}`);
  const written = file === undefined ? {} : parse(await whole(file, session.shell), file);
  const given = { ...beginning, ...written } as AdvisoryBody; // what lacks is the hub's to say
  const body = bodyFile === undefined ? given : { ...given, body: await whole(bodyFile, session.shell) };
  const work =
    id === undefined
      ? await advisories.draft(body)
      : await advisories.save(id, body, etag ?? (await advisories.work(id)).etag);
  await session.out.data(work, (it) => it.id);
  session.out.say(`${work.state}, version ${work.version}, revision ${work.revision}`);
}

async function whole(path: string, { stdin }: Shell): Promise<string> {
  let text = '';
  for await (const piece of textOf(path, stdin)) text += piece;
  return text;
}

function parse(text: string, file: string): AdvisoryBody {
  try {
    return JSON.parse(text) as AdvisoryBody;
  } catch (error) {
    throw usage(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
