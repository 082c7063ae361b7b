import '../../look/writing.css';
import { Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdvisoryBody } from 'tocsin';
import { hub } from '../../hub.ts';
import { Ask } from '../../parts/Ask.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { tell } from '../../parts/tell.ts';
import { queries } from '../../queries.ts';
import { usePerson } from '../../session/session.ts';
import { useTitle } from '../../shell/title.ts';
import { touched } from '../calls.ts';
import { bodyOf, mayWrite, textOf } from './text.ts';

interface Template {
  id: string;
  name: string;
  built_in: boolean;
  kind: AdvisoryBody['kind'] | null;
}

/** What to begin with: one’s organisation’s own templates, then one for each kind. */
export function NewScreen() {
  const { t } = useTranslation();
  const me = usePerson();
  const navigate = useNavigate();
  const [gone, setGone] = useState<Template>();
  useTitle(t('new.title'));
  const path = '/api/v1/advisory-templates';
  const { data, error } = useQuery({
    queryKey: ['templates'],
    queryFn: async () => (await hub.rest.get<{ items: Template[] }>(path)).items,
  });
  const begin = useMutation({
    mutationFn: async ({ id, name }: Template) => {
      const { body } = await hub.rest.get<{ body: Partial<AdvisoryBody> }>(`${path}/${id}`);
      const text = textOf({ title: name, ...body });
      return hub.advisories.draft(bodyOf(text).body);
    },
    onSuccess: ({ id }) => {
      touched(id);
      void navigate({ to: '/advisories/$id/edit', params: { id } });
    },
  });
  const remove = async ({ id, name }: Template) => {
    const { etag } = await hub.rest.get<{ etag: string }>(`${path}/${id}`);
    await hub.rest.request('DELETE', `${path}/${id}`, { headers: { 'if-match': etag } }, () => Promise.resolve());
    await queries.invalidateQueries({ queryKey: ['templates'] });
    tell(t('template.removed', { name }));
  };
  if (!mayWrite(me))
    return (
      <Empty icon="advisories" title={t('write.notYours')} why={t('fault.forbidden')}>
        <Link to="/advisories">{t('advisories.showAll')}</Link>
      </Empty>
    );
  const own = data?.filter(({ built_in: builtIn }) => !builtIn) ?? [];
  return (
    <div className="page stack">
      <h1>{t('new.title')}</h1>
      <p className="muted hint">{t('new.why')}</p>
      <Failure error={error ?? begin.error} />
      {!data && !error && <Skeleton height={240} />}
      {own.length > 0 && <h2 className="small">{t('new.own')}</h2>}
      <Choices templates={own} busy={begin.isPending} onChoose={(one) => begin.mutate(one)} onRemove={setGone} />
      {own.length > 0 && <h2 className="small">{t('new.kinds')}</h2>}
      <Choices
        templates={data?.filter(({ built_in: builtIn }) => builtIn) ?? []}
        busy={begin.isPending}
        onChoose={(one) => begin.mutate(one)}
      />
      {gone && (
        <Ask
          title={t('template.removeAsk', { name: gone.name })}
          action={t('template.remove')}
          isFinal
          deed={() => remove(gone)}
          onClose={() => setGone(undefined)}
        >
          <p className="said">{t('template.removeThen')}</p>
        </Ask>
      )}
    </div>
  );
}

interface ChoicesProps {
  templates: readonly Template[];
  busy: boolean;
  onChoose: (template: Template) => void;
  onRemove?: (template: Template) => void;
}

function Choices({ templates, busy, onChoose, onRemove }: ChoicesProps) {
  const { t } = useTranslation();
  if (templates.length === 0) return null;
  return (
    <ul className="templates">
      {templates.map((one) => (
        <li key={one.id}>
          <button type="button" className="tile" disabled={busy} onClick={() => onChoose(one)}>
            <Icon name="advisories" size={20} />
            <strong>{one.built_in ? t(`kind.${one.id}`) : one.name}</strong>
            <span className="muted">
              {t(one.built_in ? `kindHint.${one.id}` : one.kind === null ? 'new.anyKind' : `kind.${one.kind}`)}
            </span>
          </button>
          {onRemove && (
            <Button
              size="compact-xs"
              variant="subtle"
              aria-label={t('template.removeOf', { name: one.name })}
              onClick={() => onRemove(one)}
            >
              {t('template.remove')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
