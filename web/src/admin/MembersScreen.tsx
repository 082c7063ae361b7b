import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { usePerson } from '../session/session.ts';
import { useTitle } from '../shell/title.ts';
import { isOfAlliance, type Member, useItems } from './api.ts';
import { NewMember } from './NewMember.tsx';
import { membersRoute } from './addresses.ts';

export const STATUSES = ['proposed', 'active', 'suspended', 'withdrawn'] as const;
export const STATUS_TONE = { proposed: 'warn', active: 'good', suspended: 'bad', withdrawn: undefined } as const;

/** Who the alliance is. Its administrators add to it. */
export function MembersScreen() {
  const { t } = useTranslation();
  const me = usePerson();
  const { q = '', show = '' } = membersRoute.useSearch();
  const navigate = useNavigate();
  const [proposing, setProposing] = useState(false);
  useTitle(t('place.members'));
  const { data: members, error } = useItems<Member>(['organisations'], '/api/v1/organisations');
  const wanted = q.trim().toLowerCase();
  const shown = members?.filter(
    ({ name, short_name: short, country, status }) =>
      (show === '' || status === show) && [name, short, country].some((text) => text.toLowerCase().includes(wanted)),
  );
  const go = (search: { q?: string; show?: string }) =>
    void navigate({ to: '/members', search: { q, show, ...search }, replace: true, resetScroll: false });
  return (
    <div className="page stack">
      <div className="cluster">
        <h1 className="grow">{t('place.members')}</h1>
        {isOfAlliance(me) && <Button onClick={() => setProposing(true)}>{t('members.propose')}</Button>}
      </div>
      <Failure error={error} />
      <div className="cluster">
        <TextInput
          aria-label={t('members.filter')}
          placeholder={t('members.filter')}
          value={q}
          onChange={(event) => go({ q: event.currentTarget.value })}
        />
        <NativeSelect
          aria-label={t('admin.status')}
          value={show}
          onChange={(event) => go({ show: event.currentTarget.value })}
          data={[
            { value: '', label: t('members.any') },
            ...STATUSES.map((status) => ({ value: status, label: t(`members.${status}`) })),
          ]}
        />
        <span className="muted" role="status">
          {shown && t('members.count', { count: shown.length })}
        </span>
      </div>
      <Waiting until={shown ?? error} />
      {shown?.length === 0 && (
        <Empty icon="members" title={t('members.none')} why={t('members.noneWhy')}>
          <Button variant="default" onClick={() => go({ q: '', show: '' })}>
            {t('admin.clear')}
          </Button>
        </Empty>
      )}
      {shown !== undefined && shown.length > 0 && <Table members={shown} />}
      {proposing && <NewMember onClose={() => setProposing(false)} />}
    </div>
  );
}

function Table({ members }: { members: readonly Member[] }) {
  const { t } = useTranslation();
  return (
    <div className="card scroll-x">
      <table className="table" aria-label={t('place.members')}>
        <thead>
          <tr>
            <th scope="col">{t('members.name')}</th>
            <th scope="col">{t('members.country')}</th>
            <th scope="col">{t('members.type')}</th>
            <th scope="col">{t('members.blocs')}</th>
            <th scope="col">{t('admin.status')}</th>
          </tr>
        </thead>
        <tbody>
          {members.map(({ id, name, short_name: short, country, type, blocs, status }) => (
            <tr key={id} data-off={status === 'withdrawn'}>
              <td>
                <Link to="/members/$id" params={{ id }}>
                  {name}
                </Link>
                <span className="sub mono">{short}</span>
              </td>
              <td>{country}</td>
              <td>{t(`organisationType.${type}` as never, { defaultValue: type })}</td>
              <td>
                {blocs.map((bloc) => (
                  <span key={bloc} className="tag">
                    {bloc}
                  </span>
                ))}
              </td>
              <td>
                <span className="tag" data-tone={STATUS_TONE[status]}>
                  {t(`members.${status}`)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
