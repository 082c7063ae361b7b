import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { useNames } from '../parts/names.ts';
import { When } from '../parts/When.tsx';
import { usePerson } from '../session/session.ts';
import { type AuditRecord, type Colleague, isOfAlliance, type Key, useItems } from './api.ts';

type Detail = Record<string, unknown>;

/** Who a record speaks of, by name where that is known. */
function useWho(): (record: AuditRecord) => string {
  const { t } = useTranslation();
  const me = usePerson();
  const { data: people } = useItems<Colleague>(
    ['people', isOfAlliance(me) ? 'all' : me.organisation.id],
    '/api/v1/people',
  );
  const { data: keys } = useItems<Key>(['keys'], '/api/v1/keys');
  return ({ by, detail }) => {
    const { key } = by ?? {};
    // who signs in is not signed in yet
    const person = by === null ? detail['person'] : by['person'];
    if (typeof person === 'string') return people?.find(({ id }) => id === person)?.name ?? person.slice(0, 8);
    if (key !== undefined) return t('audit.key', { name: keys?.find(({ id }) => id === key)?.name ?? key });
    return by === null ? t('audit.nobody') : (Object.keys(by)[0] ?? '–');
  };
}

/** The records, one a line, each with all that it says. */
export function AuditTable({ records }: { records: readonly AuditRecord[] }) {
  const { t } = useTranslation();
  const whoOf = useWho();
  const nameOf = useNames();
  return (
    <div className="card scroll-x">
      <table className="table" aria-label={t('place.audit')}>
        <thead>
          <tr>
            <th scope="col">{t('audit.when')}</th>
            <th scope="col">{t('audit.who')}</th>
            <th scope="col">{t('audit.what')}</th>
            <th scope="col">{t('audit.detail')}</th>
            <th scope="col">{t('audit.where')}</th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr key={`${record.at} ${record.number ?? ''} ${record.action} ${JSON.stringify(record.detail)}`}>
              <td>
                <When at={record.at} />
                {record.number !== undefined && <span className="sub">#{record.number}</span>}
              </td>
              <td>
                {printable(whoOf(record))}
                {record.organisation !== null && <span className="sub">{nameOf(record.organisation)}</span>}
              </td>
              <td className="mono whole">{record.action}</td>
              <td lang="en">
                <Said detail={record.detail} />
              </td>
              <td className="mono whole">{record.address || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What a record says beyond the deed; where something was one way before and another after, both beside each other. */
function Said({ detail }: { detail: Detail }) {
  const { changes, rest } = changesIn(detail);
  return (
    <>
      {changes.map(([field, before, after]) => (
        <div key={field} className="change">
          {field !== '' && <span className="muted">{field} </span>}
          <del>{written(before)}</del> → <ins>{written(after)}</ins>
        </div>
      ))}
      {Object.entries(rest).map(([name, value]) => (
        <span key={name} className="sub">
          {name}: <span className="mono">{written(value)}</span>
        </span>
      ))}
    </>
  );
}

type Change = [field: string, before: unknown, after: unknown];

function changesIn(detail: Detail): { changes: Change[]; rest: Detail } {
  const { was, now, from, to, ...rest } = detail;
  if (isDetail(was) && isDetail(now))
    return { changes: Object.keys(now).map((field) => [field, was[field], now[field]]), rest };
  if (from !== undefined && to !== undefined) return { changes: [['', from, to]], rest };
  return { changes: [], rest: detail };
}

const isDetail = (value: unknown): value is Detail => typeof value === 'object' && value !== null;
const written = (value: unknown): string =>
  value === undefined || value === null ? '–' : printable(typeof value === 'string' ? value : JSON.stringify(value));
