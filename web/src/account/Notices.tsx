import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { hub, send } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { textsOf } from '../parts/form.ts';
import { queries } from '../queries.ts';

const OCCASIONS = ['publication', 'review', 'signature', 'reminder'] as const;
const CHOICES = ['instant', 'digest', 'off'] as const;
type Choices = Record<(typeof OCCASIONS)[number], (typeof CHOICES)[number]>;
const PATH = '/api/v1/me/notices';

/** What one is mailed of advisories: at once, once a day, or not at all. */
export function Notices() {
  const { t } = useTranslation();
  const { data, error } = useQuery({ queryKey: ['notices'], queryFn: () => hub.rest.get<Choices>(PATH) });
  const save = useMutation({
    mutationFn: (choices: Record<string, string>) => send('PUT', PATH, choices),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['notices'] }),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textsOf(event.currentTarget);
    save.mutate(Object.fromEntries(OCCASIONS.map((occasion) => [occasion, text(occasion)])));
  };
  return (
    <form className="card fields" onSubmit={submit} aria-label={t('notices.title')}>
      <h2 className="small">{t('notices.title')}</h2>
      <p className="hint muted">{t('notices.why')}</p>
      <Failure error={error ?? save.error} />
      {data && (
        <div className="pair even">
          {OCCASIONS.map((occasion) => (
            <NativeSelect
              key={occasion}
              name={occasion}
              label={t(`notices.${occasion}`)}
              defaultValue={data[occasion]}
              data={CHOICES.map((value) => ({ value, label: t(`notice.${value}`) }))}
            />
          ))}
        </div>
      )}
      <div className="cluster">
        <Button type="submit" variant="default" loading={save.isPending} disabled={!data}>
          {t('admin.save')}
        </Button>
        {save.isSuccess && (
          <span className="tag" data-tone="good" role="status">
            {t('notices.saved')}
          </span>
        )}
      </div>
    </form>
  );
}
