import '../../look/review.css';
import '../../look/writing.css';
import { Skeleton, Tabs } from '@mantine/core';
import { Link, Navigate, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { HubError, printable } from 'tocsin';
import { Failure } from '../../parts/Failure.tsx';
import { Unshown } from '../../parts/Unshown.tsx';
import { useNames } from '../../parts/names.ts';
import { Tlp } from '../../parts/Tlp.tsx';
import { When } from '../../parts/When.tsx';
import { advisoryWorkRoute } from '../../routes.ts';
import { usePerson } from '../../session/session.ts';
import { useKeys } from '../../shell/keys.ts';
import { useTitle } from '../../shell/title.ts';
import { useWork } from '../calls.ts';
import { Details } from '../Details.tsx';
import { Linked } from '../Linked.tsx';
import { mayWrite } from '../write/text.ts';
import { Changes } from './Changes.tsx';
import { KeepTemplate } from './KeepTemplate.tsx';
import { NextStep } from './NextStep.tsx';
import { Record } from './Record.tsx';
import { Reviewed } from './Reviewed.tsx';
import { SignaturesAtWork } from './SignaturesAtWork.tsx';

const TABS = ['text', 'changes', 'record'] as const;

/** An advisory on its way: its text, what is said of it, who has signed it, and what is to be done next. */
export function WorkScreen() {
  const { t } = useTranslation();
  const { id } = advisoryWorkRoute.useParams();
  const { tab = 'text' } = advisoryWorkRoute.useSearch();
  const navigate = useNavigate();
  const me = usePerson();
  const nameOf = useNames();
  const { data: work, error, isPending } = useWork(id);
  useTitle(work?.body.title ?? t('place.advisories'));
  const writes = work !== undefined && work.part !== 'signer' && ['draft', 'review', 'signing'].includes(work.state);
  useKeys(writes ? { e: () => void navigate({ to: '/advisories/$id/edit', params: { id } }) } : {});
  // published meanwhile, and no more at work with those who only signed
  if (error instanceof HubError && error.code === 'not_found')
    return <Navigate to="/advisories/$id" params={{ id }} replace />;
  if (isPending) return <Skeleton className="page" height={300} />;
  if (!work) return <Unshown error={error} />;
  const { body, state, version, participants } = work;
  return (
    <article className="page stack">
      <h1 className="headline">{printable(body.title)}</h1>
      <div className="cluster">
        <Tlp label={body.tlp} />
        <span className="tag">{t(`kind.${body.kind}`)}</span>
        {body.severity !== undefined && <span className="tag">{t(`severity.${body.severity}`)}</span>}
        <span className="tag" data-tone={state === 'published' ? 'good' : state === 'withdrawn' ? 'bad' : 'warn'}>
          {t(`workState.${state}`)}
        </span>
        <span className="muted">
          v{version} ·{' '}
          {participants
            .filter(({ part }) => part !== 'signer')
            .map(({ organisation }) => nameOf(organisation))
            .join(', ')}
        </span>
        {body.publish_at !== undefined && (
          <span className="muted">
            {t('field.publish_at')}: <When at={body.publish_at} />
          </span>
        )}
        {work.published_version > 0 && (
          <Link to="/advisories/$id" params={{ id }}>
            {t('work.published', { version: work.published_version })}
          </Link>
        )}
      </div>
      <Failure error={error} />
      <div className="columns reversed">
        <div className="stack">
          <NextStep work={work} />
          <SignaturesAtWork work={work} />
          {mayWrite(me) && work.part !== 'signer' && (
            <div>
              <KeepTemplate body={body} />
            </div>
          )}
        </div>
        <Tabs
          value={tab}
          onChange={(value) =>
            void navigate({
              to: '/advisories/$id/work',
              params: { id },
              search: value === 'text' || value === null ? {} : { tab: value },
              replace: true,
              resetScroll: false,
            })
          }
        >
          <Tabs.List>
            {TABS.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`work.tab.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="text" className="stack panel">
            {tab === 'text' && (
              <>
                <Reviewed work={work} />
                <Details details={body} />
                <Linked ids={body.indicators ?? []} />
              </>
            )}
          </Tabs.Panel>
          <Tabs.Panel value="changes" className="stack panel">
            {tab === 'changes' && <Changes work={work} />}
          </Tabs.Panel>
          <Tabs.Panel value="record" className="stack panel">
            {tab === 'record' && <Record id={id} />}
          </Tabs.Panel>
        </Tabs>
      </div>
    </article>
  );
}
