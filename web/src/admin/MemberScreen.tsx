import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hub } from '../hub.ts';
import { Ask } from '../parts/Ask.tsx';
import { Copy } from '../parts/Copy.tsx';
import { Unshown } from '../parts/Unshown.tsx';
import { tell } from '../parts/tell.ts';
import { Waiting } from '../parts/Waiting.tsx';
import { usePerson } from '../session/session.ts';
import { useTitle } from '../shell/title.ts';
import { type Contact, isOfAlliance, type Member, refresh } from './api.ts';
import { EditMember } from './EditMember.tsx';
import { Figures } from './Figures.tsx';
import { STATUS_TONE } from './MembersScreen.tsx';
import { memberRoute } from './addresses.ts';

/** What can be done to a member, by where it stands. */
const STEPS = {
  proposed: ['activate', 'withdraw'],
  active: ['suspend', 'withdraw'],
  suspended: ['reinstate', 'withdraw'],
  withdrawn: [],
} as const;
type Step = (typeof STEPS)[keyof typeof STEPS][number];

/** One member: whom to reach there, and for the alliance's administrators its standing and its people. */
export function MemberScreen() {
  const { t } = useTranslation();
  const me = usePerson();
  const { id } = memberRoute.useParams();
  const [step, setStep] = useState<Step>();
  const [editing, setEditing] = useState(false);
  const { data: member, error } = useQuery({
    queryKey: ['organisations', id],
    queryFn: () => hub.rest.get<Member>(`/api/v1/organisations/${encodeURIComponent(id)}`),
  });
  useTitle(member?.name ?? t('place.members'));
  if (error && !member) return <Unshown error={error} />;
  if (!member)
    return (
      <div className="page stack">
        <Waiting until={undefined} />
      </div>
    );
  const { name, short_name: short, status, contacts } = member;
  const take = async (reason: string) => {
    await hub.rest.post(`/api/v1/organisations/${encodeURIComponent(id)}/${step}`, { reason });
    await refresh('organisations');
    tell(t(`members.done.${step!}`, { name }));
  };
  return (
    <div className="page stack">
      <div className="cluster">
        <h1 className="grow">{name}</h1>
        <span className="tag" data-tone={STATUS_TONE[status]}>
          {t(`members.${status}`)}
        </span>
      </div>
      <section className="card" aria-label={t('members.about')}>
        <h2>{t('members.about')}</h2>
        <dl className="facts">
          <dt>{t('members.short')}</dt>
          <dd className="mono">{short}</dd>
          <dt>{t('members.country')}</dt>
          <dd>{member.country}</dd>
          <dt>{t('members.type')}</dt>
          <dd>{t(`organisationType.${member.type}` as never, { defaultValue: member.type })}</dd>
          <dt>{t('members.blocs')}</dt>
          <dd>{member.blocs.join(', ') || '–'}</dd>
          <dt>{t('members.shared')}</dt>
          <dd>
            <Link to="/search" search={{ q: `from:${short}` }}>
              {t('members.sharedGo')}
            </Link>
          </dd>
          {isOfAlliance(me) && (
            <>
              <dt>{t('place.people')}</dt>
              <dd>
                <Link to="/people" search={{ organisation: id }}>
                  {t('members.peopleGo')}
                </Link>
              </dd>
            </>
          )}
        </dl>
      </section>
      <Figures member={member} />
      <Contacts contacts={contacts} />
      {isOfAlliance(me) && (
        <div className="cluster">
          <Button variant="default" onClick={() => setEditing(true)}>
            {t('members.edit')}
          </Button>
          {STEPS[status].map((one) => (
            <Button
              key={one}
              variant={one === 'activate' || one === 'reinstate' ? 'filled' : 'default'}
              onClick={() => setStep(one)}
            >
              {t(`members.step.${one}`)}
            </Button>
          ))}
        </div>
      )}
      {step && (
        <Ask
          title={t(`members.ask.${step}`, { name })}
          action={t(`members.step.${step}`)}
          isFinal={step === 'withdraw'}
          withReason
          deed={take}
          onClose={() => setStep(undefined)}
        >
          <p className="said">{t(`members.after.${step}`)}</p>
        </Ask>
      )}
      {editing && <EditMember member={member} onClose={() => setEditing(false)} />}
    </div>
  );
}

function Contacts({ contacts }: { contacts: readonly Contact[] }) {
  const { t } = useTranslation();
  return (
    <section className="card scroll-x" aria-label={t('members.contacts')}>
      <h2>{t('members.contacts')}</h2>
      {contacts.length === 0 ? (
        <p className="muted hint">{t('members.noContacts')}</p>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('contact.role')}</th>
              <th scope="col">{t('contact.name')}</th>
              <th scope="col">{t('contact.reach')}</th>
              <th scope="col">{t('contact.pgp')}</th>
            </tr>
          </thead>
          <tbody>
            {contacts.map(({ role, name, email, phone, pgp_fingerprint: pgp }) => (
              <tr key={`${role} ${name ?? ''} ${email ?? ''}`}>
                <td>{role}</td>
                <td>{name ?? '–'}</td>
                <td>
                  {email ?? ''}
                  {phone !== undefined && <span className="sub">{phone}</span>}
                </td>
                <td className="mono">
                  {pgp ?? '–'}
                  {pgp !== undefined && <Copy text={pgp} label={t('admin.copy', { what: t('contact.pgp') })} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
