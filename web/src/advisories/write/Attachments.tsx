import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StixObject } from 'tocsin';
import { hub } from '../../hub.ts';
import { Failure } from '../../parts/Failure.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Found, LinkedObject } from '../Linked.tsx';

const OBJECT = /^[a-z][a-z0-9-]+--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** As many as an advisory links, and as are shown at a time. */
const MOST = 500;
const SHOWN = 25;

interface Pasted {
  readonly added: number;
  readonly unknown: readonly string[];
}

/** Objects that it links: pasted, as values or ids, or searched for. Values themselves are shared on their own page. */
export function Attachments({ ids, onChange }: { ids: string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation();
  const [pasted, setPasted] = useState('');
  const [query, setQuery] = useState('');
  const [all, setAll] = useState(false);
  const attach = (more: readonly string[]): number => {
    const joined = [...new Set([...ids, ...more])].slice(0, MOST);
    onChange(joined);
    return joined.length - ids.length;
  };
  const paste = useMutation({
    mutationFn: async (text: string): Promise<Pasted> => {
      const lines = text
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
      const found = lines.filter((line) => OBJECT.test(line));
      const unknown: string[] = [];
      for await (const { value, indicators } of hub.lookup(lines.filter((line) => !OBJECT.test(line)))) {
        const standing = indicators.filter(({ revoked }) => revoked !== true);
        if (standing.length === 0) unknown.push(value);
        found.push(...standing.map(({ id }) => id));
      }
      return { added: attach(found), unknown };
    },
    onSuccess: ({ unknown }) => setPasted(unknown.join('\n')),
  });
  const search = useMutation({
    mutationFn: async (q: string) => {
      const found: StixObject[] = [];
      for await (const object of hub.search(q, { limit: 20 })) found.push(object);
      return found.filter(({ type }) => type !== 'report');
    },
  });
  const shown = all ? ids : ids.slice(0, SHOWN);
  return (
    <section className="card fields" aria-label={t('field.indicators')}>
      <h2 className="small">{t('field.indicators')}</h2>
      {ids.length === 0 && <p className="muted hint">{t('write.noIndicators')}</p>}
      {ids.length > 0 && (
        <ul className="values">
          {shown.map((id) => (
            <li key={id}>
              <LinkedObject id={id} />
              <ActionIcon
                variant="subtle"
                color="gray"
                size={26}
                aria-label={t('write.detach', { id })}
                onClick={() => onChange(ids.filter((one) => one !== id))}
              >
                <Icon name="close" size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {ids.length > shown.length && (
        <button type="button" className="linkish" onClick={() => setAll(true)}>
          {t('write.moreIndicators', { count: ids.length - shown.length })}
        </button>
      )}
      <div className="fields">
        <Textarea
          label={t('write.paste')}
          description={t('write.pasteHint')}
          rows={3}
          classNames={{ input: 'mono' }}
          spellCheck={false}
          value={pasted}
          onChange={(event) => setPasted(event.currentTarget.value)}
        />
        <div className="cluster">
          <Button
            size="xs"
            variant="default"
            disabled={pasted.trim() === ''}
            loading={paste.isPending}
            onClick={() => paste.mutate(pasted)}
          >
            {t('write.attachKnown')}
          </Button>
          {paste.data && (
            <span role="status" className="hint">
              {t('write.attached', { count: paste.data.added })}{' '}
              {paste.data.unknown.length > 0 && t('write.unknown', { count: paste.data.unknown.length })}
            </span>
          )}
        </div>
        <Failure error={paste.error} />
      </div>
      <div className="fields">
        <form
          className="pair search-line"
          onSubmit={(event) => {
            event.preventDefault();
            if (query.trim() !== '') search.mutate(query.trim());
          }}
        >
          <TextInput
            label={t('write.search')}
            placeholder="label:hafnium since:7d"
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={search.isPending}>
            {t('top.search')}
          </Button>
        </form>
        <Failure error={search.error} />
        {search.data?.length === 0 && <p className="muted hint">{t('search.none')}</p>}
        {search.data && search.data.length > 0 && (
          <ul className="values">
            {search.data.map((object) => (
              <li key={object.id}>
                <Found object={object} />
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={ids.includes(object.id)}
                  onClick={() => attach([object.id])}
                >
                  {t(ids.includes(object.id) ? 'write.isAttached' : 'write.attach')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
