import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { printable, type StixObject } from 'tocsin';
import { Failure } from '../parts/Failure.tsx';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { changesOf } from './changes.ts';
import { useVersions } from './queries.ts';

/** Every version that one may see, newest first, each with what it changed and an address of its own. `chosen`: the time of the one that was asked for. */
export function History({ id, chosen }: { id: string; chosen: string | undefined }) {
  const { t } = useTranslation();
  const { data, error } = useVersions(id);
  if (error) return <Failure error={error} />;
  if (!data) return <Waiting until={data} as="shelf" />;
  const versions = data.map((version, i) => ({ version, changes: changesOf(data[i - 1], version) })).toReversed();
  return (
    <ol className="history">
      {versions.map(({ version, changes }, i) => (
        <li
          key={version.modified ?? i}
          className="card"
          {...(chosen !== undefined && version.modified === chosen && { 'aria-current': 'true', ref: intoView })}
        >
          <h2>
            <Link to="/objects/$id" params={{ id }} search={{ tab: 'history', version: version.modified }}>
              <When at={version.modified} />
            </Link>{' '}
            · {t(i === versions.length - 1 ? 'history.made' : version.revoked ? 'history.revoked' : 'history.changed')}
          </h2>
          <Changes changes={changes} />
        </li>
      ))}
    </ol>
  );
}

/** Brought into sight once, when it is there. */
const intoView = (place: HTMLElement | null): void => place?.scrollIntoView({ block: 'center' });

function Changes({ changes }: { changes: ReturnType<typeof changesOf> }) {
  const { t } = useTranslation();
  if (changes.length === 0) return <p className="muted hint">{t('history.first')}</p>;
  return (
    <div className="scroll-x">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('history.field')}</th>
            <th scope="col">{t('history.before')}</th>
            <th scope="col">{t('history.after')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, before, after }) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              <td className="mono">
                <del>{show(before)}</del>
              </td>
              <td className="mono">
                <ins>{show(after)}</ins>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const show = (value: StixObject[string]): string =>
  value === undefined ? '–' : printable(typeof value === 'string' ? value : JSON.stringify(value));
