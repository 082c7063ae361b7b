import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { hub } from '../hub.ts';
import { Unshown } from '../parts/Unshown.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { useTitle } from '../shell/title.ts';
import { groupRoute } from './addresses.ts';
import type { Group } from './api.ts';
import { GroupCard } from './GroupCard.tsx';

/** One sharing group at its own address. */
export function GroupScreen() {
  const { t } = useTranslation();
  const { id } = groupRoute.useParams();
  const { data, error } = useQuery({
    queryKey: ['groups', id],
    queryFn: () => hub.rest.get<Group>(`/api/v1/groups/${encodeURIComponent(id)}`),
  });
  useTitle(data?.name ?? t('place.groups'));
  if (error && !data) return <Unshown error={error} />;
  return (
    <div className="page stack">
      <p>
        <Link to="/groups">{t('place.groups')}</Link>
      </p>
      <Waiting until={data} />
      {data && <GroupCard group={data} />}
    </div>
  );
}
