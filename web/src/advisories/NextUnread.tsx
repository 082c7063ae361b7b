import { useMutation } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ListedAdvisory } from 'tocsin';
import { hub } from '../hub.ts';
import { tell } from '../parts/tell.ts';
import { useKeys } from '../shell/keys.ts';

/** `.` leads from anywhere to the next advisory that one’s organisation has not answered; that there is none, it says. */
export function NextUnread() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const router = useRouter();
  const go = useMutation({
    mutationFn: async () => {
      const query = { open: 'true', limit: 2 };
      const { items } = await hub.rest.get<{ items: ListedAdvisory[] }>('/api/v1/advisories', { query });
      return items.find(({ id }) => router.state.location.pathname !== `/advisories/${id}`)?.id;
    },
    onSuccess: (id) => {
      if (id === undefined) tell(t('advisories.noneOpen'));
      else void navigate({ to: '/advisories/$id', params: { id } });
    },
    onError: (error) => tell('', undefined, error),
  });
  useKeys({ '.': () => go.mutate() });
  return null;
}
