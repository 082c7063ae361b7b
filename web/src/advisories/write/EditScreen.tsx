import '../../look/writing.css';
import { Button, Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hub } from '../../hub.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Unshown } from '../../parts/Unshown.tsx';
import { advisoryEditRoute } from '../../routes.ts';
import { usePerson } from '../../session/session.ts';
import { useTitle } from '../../shell/title.ts';
import { useSignatures } from '../calls.ts';
import { Editor } from './Editor.tsx';
import { mayWrite } from './text.ts';

/** The editor, for those who write it; what is being signed is not changed by accident. */
export function EditScreen() {
  const { t } = useTranslation();
  const { id } = advisoryEditRoute.useParams();
  const me = usePerson();
  const [anyway, setAnyway] = useState(false);
  // read once: the editor itself keeps up with the hub
  const { data: work, error } = useQuery({
    queryKey: ['edit', id],
    queryFn: () => hub.advisories.work(id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  useTitle(work?.body.title ?? t('place.advisories'));
  if (error) return <Unshown error={error} />;
  if (!work) return <Skeleton className="page" height={300} />;
  const back = (
    <Button component={Link} to="/advisories/$id/work" params={{ id } as never} variant="default">
      {t('write.toWork')}
    </Button>
  );
  if (work.part === 'signer' || !mayWrite(me))
    return <Empty as="h1" icon="advisories" title={t('write.notYours')} why={t('write.notYoursWhy')} children={back} />;
  if (!['draft', 'review', 'signing'].includes(work.state))
    return <Empty as="h1" icon="advisories" title={t('write.stands')} why={t('write.standsWhy')} children={back} />;
  if (work.state === 'signing' && !anyway) return <Fixed id={id} back={back} onAnyway={() => setAnyway(true)} />;
  return <Editor key={id} work={work} />;
}

function Fixed({ id, back, onAnyway }: { id: string; back: React.ReactNode; onAnyway: () => void }) {
  const { t } = useTranslation();
  const { data } = useSignatures(id);
  const count = data?.filter(({ counts }) => counts).length ?? 0;
  return (
    <Empty icon="keys" title={t('write.fixed')} why={t('write.fixedWhy', { count })}>
      <div className="cluster centred">
        {back}
        <Button color="red" variant="light" onClick={onAnyway}>
          {t('write.anyway', { count })}
        </Button>
      </div>
    </Empty>
  );
}
