import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ListedAdvisory } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { useKeys } from '../shell/keys.ts';

/** `.` leads to the next advisory that one’s organisation has not answered; that there is none, it says. */
export function NextUnread({ than }: { than?: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const go = useMutation({
    mutationFn: async () => {
      const query = { open: 'true', limit: 2 };
      const { items } = await hub.rest.get<{ items: ListedAdvisory[] }>('/api/v1/advisories', { query });
      return items.find(({ id }) => id !== than)?.id;
    },
    onSuccess: (id) => {
      if (id !== undefined) void navigate({ to: '/advisories/$id', params: { id } });
    },
  });
  useKeys({ '.': () => go.mutate() });
  if (go.error) return <Failure error={go.error} />;
  return go.isSuccess && go.data === undefined ? (
    <p className="hint muted" role="status">
      {t('advisories.noneOpen')}
    </p>
  ) : null;
}
