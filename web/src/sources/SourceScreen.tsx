import { Button } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { patch, useDeed } from '../admin/api.ts';
import { hub, send } from '../hub.ts';
import { Ask } from '../parts/Ask.tsx';
import { Failure } from '../parts/Failure.tsx';
import { Unshown } from '../parts/Unshown.tsx';
import { number } from '../parts/number.ts';
import { Tlp } from '../parts/Tlp.tsx';
import { tell } from '../parts/tell.ts';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { useTitle } from '../shell/title.ts';
import { Notes } from './Notes.tsx';
import { pathOf, type Source, useSource } from './source.ts';
import { SourceForm } from './SourceForm.tsx';
import { State } from './State.tsx';

const route = getRouteApi('/inside/sources/$id');

/** One source: how it does, what came of it, and all that can be done about it. */
export function SourceScreen() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const { data: source, error } = useSource(id);
  useTitle(source?.name ?? t('place.sources'));
  if (error && !source) return <Unshown error={error} />;
  if (!source)
    return (
      <div className="page stack">
        <Waiting until={undefined} />
      </div>
    );
  return (
    <div className="page stack">
      <div className="cluster">
        <h1 className="grow">{printable(source.name)}</h1>
        <State source={source} />
      </div>
      <About source={source} />
      <Deeds source={source} />
      <Counts source={source} />
      <Notes id={id} of="refusals" />
      <Notes id={id} of="warnings" />
    </div>
  );
}

function About({ source }: { source: Source }) {
  const { t } = useTranslation();
  const times = { lastTry: source.last_try, lastSuccess: source.last_success, nextTry: source.next_try };
  return (
    <section className="card" aria-label={t('sources.about')}>
      <h2>{t('sources.about')}</h2>
      <dl className="facts">
        <dt>{t('sources.what')}</dt>
        <dd>{t(`sources.kind.${source.kind}`)}</dd>
        <dt>{t('sources.url')}</dt>
        <dd className="mono breaks">{printable(source.url)}</dd>
        <dt>{t('sources.auth')}</dt>
        <dd>{t(`sources.scheme.${source.auth}`)}</dd>
        <dt>{t('sources.floor')}</dt>
        <dd className="cluster">
          <Tlp label={source.tlp} />
          {typeof source.audience === 'string' ? (
            t(`audience.${source.audience}`)
          ) : (
            <code>{printable(JSON.stringify(source.audience))}</code>
          )}
        </dd>
        <dt>{t('sources.every')}</dt>
        <dd>{t('sources.minutes', { count: source.every / 60 })}</dd>
        {source.error !== null && (
          <>
            <dt>{t('sources.error')}</dt>
            <dd>{printable(source.error)}</dd>
          </>
        )}
        {(Object.keys(times) as (keyof typeof times)[]).map(
          (name) =>
            times[name] !== null && (
              <Fragment key={name}>
                <dt>{t(`sources.${name}`)}</dt>
                <dd>
                  <When at={times[name]} />
                </dd>
              </Fragment>
            ),
        )}
        {source.position !== null && (
          <>
            <dt>{t('sources.position')}</dt>
            <dd className="mono">{printable(source.position)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Deeds({ source }: { source: Source }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'change' | 'anew' | 'remove'>();
  const close = () => setAsking(undefined);
  const { id, name, state } = source;
  const pull = useDeed((from: 'on' | 'beginning') => hub.rest.post(`${pathOf(id)}/pull`, { from }), 'sources');
  const pause = useDeed((paused: boolean) => patch(pathOf(id), { paused }), 'sources');
  const remove = useDeed(async () => {
    await send('DELETE', pathOf(id));
    await navigate({ to: '/sources' });
    tell(t('sources.removed', { name }));
  }, 'sources');
  return (
    <>
      <div className="cluster">
        <Button onClick={() => pull.mutate('on')} loading={pull.isPending} disabled={state === 'paused'}>
          {t('sources.pull')}
        </Button>
        <Button variant="default" onClick={() => pause.mutate(state !== 'paused')} loading={pause.isPending}>
          {t(state === 'paused' ? 'sources.goOn' : 'sources.pause')}
        </Button>
        <Button variant="default" onClick={() => setAsking('change')}>
          {t('sources.change')}
        </Button>
        <Button variant="default" onClick={() => setAsking('anew')} disabled={state === 'paused'}>
          {t('sources.anew')}
        </Button>
        <Button variant="default" onClick={() => setAsking('remove')}>
          {t('sources.remove')}
        </Button>
      </div>
      <Failure error={pull.error ?? pause.error} />
      {asking === 'change' && <SourceForm source={source} onDone={close} onClose={close} />}
      {asking === 'anew' && (
        <Ask
          title={t('sources.anewAsk', { name })}
          action={t('sources.anew')}
          deed={() => pull.mutateAsync('beginning')}
          onClose={close}
        >
          <p className="said">{t('sources.anewThen')}</p>
        </Ask>
      )}
      {asking === 'remove' && (
        <Ask
          title={t('sources.removeAsk', { name })}
          action={t('sources.remove')}
          isFinal
          deed={() => remove.mutateAsync(undefined)}
          onClose={close}
        >
          <p className="said">{t('sources.removeThen')}</p>
        </Ask>
      )}
    </>
  );
}

function Counts({ source: { objects } }: { source: Source }) {
  const { t } = useTranslation();
  return (
    <dl className="tiles" aria-label={t('sources.came')}>
      {(['created', 'updated', 'known', 'refused', 'warned'] as const).map((name) => (
        <div key={name}>
          <dt>{t(`sources.count.${name}`)}</dt>
          <dd>{number(objects[name])}</dd>
        </div>
      ))}
    </dl>
  );
}
