import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AdvisoryWork, textHash } from 'tocsin';
import { isAdministrator } from '../../admin/api.ts';
import { hub, send } from '../../hub.ts';
import { When } from '../../parts/When.tsx';
import { usePerson } from '../../session/session.ts';
import { touched, useOwnKey, useSignatures, workPath } from '../calls.ts';
import { mayWrite } from '../write/text.ts';
import { Confirmed, type Withdrawal } from './Confirmed.tsx';
import { type Deed, nextOf } from './next.ts';
import { Refused } from './Refused.tsx';
import { StillOpen } from './StillOpen.tsx';

/** What is not done before one has said yes to what it does. */
const ASKED: readonly Deed[] = ['publish', 'publishLater', 'withdraw', 'discard', 'rework'];

/** What makes the text stand as it is. */
const FIXES: readonly Deed[] = ['call', 'sign', 'publish', 'publishLater'];

/** The one clear step, what else there is, and for whom it waits. */
export function NextStep({ work }: { work: AdvisoryWork }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = usePerson();
  const [asked, setAsked] = useState<Deed>();
  const { data: signatures = [] } = useSignatures(work.id);
  const { id, body, state, release } = work;
  const own = `identity--${me.organisation.id}`;
  const key = useOwnKey(own);
  const next = nextOf(work, {
    own,
    writes: mayWrite(me),
    signatures,
    now: Date.now(),
  });
  const act = useMutation({
    mutationFn: ({ deed, why }: { deed: Deed; why?: Withdrawal }) => run(work, deed, why),
    // perhaps somebody else was quicker
    onError: () => touched(id),
    onSuccess: (done, { deed }) => {
      setAsked(undefined);
      touched(id);
      if (deed === 'discard')
        void navigate(
          work.published_version > 0
            ? { to: '/advisories/$id', params: { id } }
            : { to: '/advisories', search: { show: 'work' } },
        );
      // before its time it is only scheduled
      if (deed === 'publish' && (done as AdvisoryWork).state === 'published')
        void navigate({ to: '/advisories/$id', params: { id } });
      if (deed === 'revise') void navigate({ to: '/advisories/$id/edit', params: { id } });
    },
  });
  const start = (deed: Deed) => {
    act.reset();
    if (deed === 'edit') void navigate({ to: '/advisories/$id/edit', params: { id } });
    else if (ASKED.includes(deed)) setAsked(deed);
    else act.mutate({ deed });
  };
  return (
    <section className="card fields" aria-label={t('next.title')}>
      <h2 className="small">{t('next.title')}</h2>
      <Way state={state} />
      {next.waiting !== undefined && (
        <p className="hint" role="status">
          {t(`next.waiting.${next.waiting}`, { reason: release?.held ?? '' })}{' '}
          {next.waiting === 'moment' && body.publish_at !== undefined && <When at={body.publish_at} />}
        </p>
      )}
      {next.step === 'sign' && key.isSuccess && key.data?.kept_by !== 'hub' ? (
        <SignsElsewhere hasKey={key.data !== undefined} />
      ) : next.step !== undefined ? (
        <>
          <p className="muted hint">{t(`next.why.${next.step}`)}</p>
          {FIXES.includes(next.step) && <StillOpen work={work} />}
          <div>
            <Button loading={act.isPending && act.variables.deed === next.step} onClick={() => start(next.step!)}>
              {t(`deed.${next.step}`, { organisation: me.organisation.short_name })}
            </Button>
          </div>
        </>
      ) : null}
      {next.also.length > 0 && (
        <div className="cluster">
          {next.also.map((deed) => (
            <Button
              key={deed}
              size="xs"
              variant={deed === 'discard' || deed === 'withdraw' ? 'subtle' : 'default'}
              {...((deed === 'discard' || deed === 'withdraw') && { color: 'red' })}
              disabled={act.isPending}
              onClick={() => start(deed)}
            >
              {t(`deed.${deed}`, { organisation: me.organisation.short_name })}
            </Button>
          ))}
        </div>
      )}
      {asked === undefined && <Refused id={id} error={act.error} />}
      {asked !== undefined && (
        <Confirmed
          work={work}
          deed={asked}
          busy={act.isPending}
          error={act.error}
          onClose={() => setAsked(undefined)}
          onConfirm={(why) => act.mutate({ deed: asked, ...(why && { why }) })}
        />
      )}
    </section>
  );
}

/** Why one can't sign by a button: there is no key, or the hub has it not. */
function SignsElsewhere({ hasKey }: { hasKey: boolean }) {
  const { t } = useTranslation();
  const me = usePerson();
  return (
    <>
      <p className="hint" role="status">
        {t(hasKey ? 'signatures.keptByYou' : 'signatures.noKey')}
      </p>
      {!hasKey && isAdministrator(me) && (
        <div>
          <Button component={Link} to="/signing-keys">
            {t('signing.make')}
          </Button>
        </div>
      )}
    </>
  );
}

const WAY = ['draft', 'review', 'signing', 'published'] as const;

/** Where it is on its way. */
function Way({ state }: { state: AdvisoryWork['state'] }) {
  const { t } = useTranslation();
  const at = WAY.indexOf(state as (typeof WAY)[number]);
  return (
    <ol className="way">
      {WAY.map((one, i) => (
        <li key={one} data-done={i < at} {...(i === at && { 'aria-current': 'step' })}>
          {t(`workState.${one}`)}
        </li>
      ))}
    </ol>
  );
}

async function run(work: AdvisoryWork, deed: Deed, why: Withdrawal | undefined): Promise<unknown> {
  const { id, revision } = work; // what is before one’s eyes is what is fixed or published
  switch (deed) {
    case 'review':
    case 'rework':
    case 'revise':
      return hub.advisories.step(id, deed);
    case 'call':
      return hub.advisories.step(id, deed, { revision });
    case 'publish':
      return hub.advisories.step(id, 'publish', { wait: false, revision });
    case 'publishLater':
      return hub.advisories.step(id, 'publish', { wait: true, revision });
    case 'sign':
      return hub.advisories.sign(id, hashRead(work));
    case 'takeBack':
      return send('DELETE', workPath(id, 'signatures'));
    case 'withdraw':
      return hub.advisories.withdraw(id, why?.reason ?? '', why?.by);
    case 'discard':
      return send('POST', workPath(id, 'discard'), {});
    case 'edit':
      return undefined;
  }
}

/** The hash of the text that stands on this page, reckoned here: what the hub names must be the same. */
export function hashRead({ signing, body }: AdvisoryWork): string {
  if (!signing) throw new Error('signatures have not been called for');
  const sha256 = textHash(signing.report);
  if (sha256 !== signing.sha256 || signing.report.description !== body.body || signing.report.name !== body.title)
    throw new Error('The text on this page is not the one that the hub asks to sign. Reload the page.');
  return sha256;
}
