import type { Command } from 'commander';
import type { Advisories } from '../../advisory/advisories.js';
import type { AdvisoryWork } from '../../advisory/at-work.js';
import { usage } from '../../terminal/exit.js';
import type { Shell } from '../../terminal/shell.js';
import { outline, run } from '../command.js';
import type { CommonFlags } from '../session.js';

type Flags = CommonFlags & { to?: string; wait?: boolean };
const STEPS = ['review', 'call', 'publish'] as const;

/** `tocsin advisory submit` */
export function submit(shell: Shell): Command {
  const command = outline({
    name: 'submit',
    summary: 'bring an advisory to its next step: review, signatures, publication',
    about:
      'From a draft to review; from review to the call for signatures, or to publication when nobody is asked to sign; from ' +
      'signing to publication. With --wait the hub publishes it by itself once time and quorum are there.',
    examples: [
      ['tocsin advisory submit report--6f…', 'the next step'],
      ['tocsin advisory submit report--6f… --to publish --wait', 'as soon as time and quorum are there'],
    ],
  })
    .argument('<id>', 'id of the advisory')
    .option('--to <step>', `${STEPS.join(', ')}, instead of the next one`)
    .option('--wait', 'publish when time and quorum are there');
  return run<Flags>(command, shell, async (session, { to, wait }, id = '') => {
    const { advisories } = await session.hub();
    const step = to === undefined ? await nextStep(advisories, id) : STEPS.find((one) => one === to);
    if (!step) throw usage(`--to is one of ${STEPS.join(', ')}`);
    const work = await advisories.step(id, step, step === 'publish' && wait ? { wait } : {});
    await session.out.data(work, (it) => `${it.id}\t${it.state}`);
    session.out.say(said(work));
  });
}

async function nextStep(advisories: Advisories, id: string): Promise<(typeof STEPS)[number]> {
  const { state, quorum } = await advisories.work(id);
  if (state === 'draft') return 'review';
  return state === 'review' && quorum > 0 ? 'call' : 'publish';
}

function said({ state, version, signing, release, body }: AdvisoryWork): string {
  if (state === 'published') return `version ${version} is published`;
  if (release) return `will be published by itself${body.publish_at === undefined ? '' : ` on ${body.publish_at}`}`;
  return signing ? `signatures are called for, of text ${signing.sha256}` : `now in ${state}`;
}
