import '../look/review.css';
import '../look/writing.css';
import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { HubError, printable, tlpOf } from 'tocsin';
import { hub } from '../hub.ts';
import { Copy } from '../parts/Copy.tsx';
import { Failure } from '../parts/Failure.tsx';
import { Unshown } from '../parts/Unshown.tsx';
import { useNames } from '../parts/names.ts';
import { Tlp } from '../parts/Tlp.tsx';
import { When } from '../parts/When.tsx';
import { advisoryRoute } from '../routes.ts';
import { usePerson } from '../session/session.ts';
import { useKeys } from '../shell/keys.ts';
import { useTitle } from '../shell/title.ts';
import { Acknowledge } from './Acknowledge.tsx';
import { Answers } from './Answers.tsx';
import { useWork } from './calls.ts';
import { Details } from './Details.tsx';
import { Exports } from './Exports.tsx';
import { detailsOf, extensionOf, linksOf, publishedOf } from './extension.ts';
import { Linked } from './Linked.tsx';
import { Markdown } from './Markdown.tsx';
import { Matrix } from './Matrix.tsx';
import { Signatures } from './Signatures.tsx';
import { Superseded } from './Superseded.tsx';
import { Versions } from './Versions.tsx';

/** A published advisory: its text, who signed it, what one's organisation answers; for its authors, who answered what. */
export function ReadScreen() {
  const { t } = useTranslation();
  const { id } = advisoryRoute.useParams();
  const { diff } = advisoryRoute.useSearch();
  const me = usePerson();
  const navigate = useNavigate();
  const nameOf = useNames();
  const { data, error, isPending } = useQuery({
    queryKey: ['object', 'advisory', id],
    queryFn: () => hub.advisories.get(id),
  });
  const missing = error instanceof HubError && error.code === 'not_found';
  const own = `identity--${me.organisation.id}`;
  const said = data && extensionOf(data);
  const wrote =
    data !== undefined && said !== undefined && (data.created_by_ref === own || (said.authors ?? []).includes(own));
  // not published: perhaps one works on it
  const { data: work, error: notAtWork } = useWork(id, wrote || missing);
  useTitle(data?.name ?? t('place.advisories'));
  useKeys(work ? { e: () => void navigate({ to: '/advisories/$id/work', params: { id } }) } : {});
  if (isPending) return <Skeleton className="page" height={300} />;
  if (missing && work && !notAtWork) return <Navigate to="/advisories/$id/work" params={{ id }} replace />;
  if (!data || !said) return <Unshown error={error} />;
  const version = said.version ?? 1;
  const by = said.withdrawn?.superseded_by;
  return (
    <article className="page stack">
      <h1 className="headline">{printable(data.name ?? '')}</h1>
      <div className="cluster">
        <Tlp label={tlpOf(data)} />
        {said.kind !== undefined && <span className="tag">{t(`kind.${said.kind}`, { defaultValue: said.kind })}</span>}
        {said.severity !== undefined && (
          <span className="tag">{t(`severity.${said.severity}`, { defaultValue: said.severity })}</span>
        )}
        {data.revoked === true && (
          <span className="tag" data-tone="bad">
            {t(by === undefined ? 'advisories.withdrawn' : 'advisories.superseded')}
          </span>
        )}
        <span className="muted">
          {(said.authors ?? [data.created_by_ref]).map((one) => nameOf(one)).join(', ')} ·{' '}
          <When at={publishedOf(data)} /> · v{version}
        </span>
        <Copy text={`${globalThis.location.origin}/advisories/${id}`} label={t('advisories.permalink')} />
        {work && (
          <Button
            component={Link}
            to="/advisories/$id/work"
            params={{ id } as never}
            size="compact-sm"
            variant="default"
          >
            {t(work.state === 'published' || work.state === 'withdrawn' ? 'work.open' : 'work.nextVersion')}
          </Button>
        )}
      </div>
      {said.withdrawn && (
        <Failure
          error={new Error(printable(said.withdrawn.reason))}
          title={t(by === undefined ? 'advisories.withdrawn' : 'advisories.superseded')}
        />
      )}
      {by !== undefined && <Superseded by={by} />}
      <div className="columns">
        <div className="stack">
          <div className="card">
            <Markdown text={data.description ?? ''} />
          </div>
          <Details details={detailsOf(data)} />
          <Linked ids={linksOf(data)} />
          {wrote && said.kind !== 'request-for-information' && <Matrix id={id} />}
          {said.kind === 'request-for-information' && (
            <>
              <Answers id={id} tlp={tlpOf(data)} asker={data.created_by_ref} withdrawn={data.revoked === true} />
              {wrote && <Matrix id={id} />}
            </>
          )}
          {version > 1 && <Versions id={id} version={version} shown={diff} />}
        </div>
        <div className="stack">
          <Acknowledge id={id} version={version} own={data.created_by_ref} withdrawn={data.revoked === true} />
          <Signatures report={data} />
          <Exports id={id} tlp={tlpOf(data)} />
        </div>
      </div>
    </article>
  );
}
