import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hub } from '../hub.ts';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { usePerson } from '../session/session.ts';
import { useTitle } from '../shell/title.ts';
import { type AuditRecord, isOfAlliance } from './api.ts';
import { AuditSieve } from './AuditSieve.tsx';
import { AuditTable } from './AuditTable.tsx';
import { Verify } from './Verify.tsx';
import { auditRoute } from './addresses.ts';

const PAGE = 100;
const MOST = 500;

interface Page {
  items: AuditRecord[];
  next?: string;
}

/** Who did what, when, from where. Days of the address are whole days, UTC. */
export function AuditScreen() {
  const { t } = useTranslation();
  const me = usePerson();
  const { action, person, since, until, order } = auditRoute.useSearch();
  useTitle(t('place.audit'));
  const asked = {
    action,
    person,
    since: since && `${since}T00:00:00Z`,
    until: until && new Date(Date.parse(`${until}T00:00:00Z`) + 86_400_000).toISOString(),
    order: order === 'oldest' ? order : 'newest',
  };
  const page = (after: string | undefined, limit: number) =>
    hub.rest.get<Page>('/api/v1/audit', { query: { ...asked, after, limit } });
  const records = useInfiniteQuery({
    queryKey: ['audit', asked],
    initialPageParam: undefined as string | undefined,
    // pages of a filter may be empty: on to the first that is not
    queryFn: async ({ pageParam }) => {
      let found = await page(pageParam, PAGE);
      while (found.items.length === 0 && found.next !== undefined) found = await page(found.next, PAGE);
      return found;
    },
    getNextPageParam: ({ next }) => next,
  });
  const items = records.data?.pages.flatMap((one) => one.items) ?? [];
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const save = async () => {
    const lines: string[] = [];
    for (let found = await page(undefined, MOST); ; found = await page(found.next, MOST)) {
      lines.push(...found.items.map((record) => `${JSON.stringify(record)}\n`));
      if (found.next === undefined) break;
    }
    saveAs(
      new Blob(lines, { type: 'application/x-ndjson' }),
      `tocsin-audit-${new Date().toISOString().slice(0, 10)}.ndjson`,
    );
  };
  return (
    <div className="page wide stack">
      <div className="cluster">
        <h1 className="grow">{t('place.audit')}</h1>
        <Button
          variant="default"
          loading={busy}
          onClick={() => {
            setBusy(true);
            setError(undefined);
            void save()
              .catch(setError)
              .finally(() => setBusy(false));
          }}
        >
          {t('audit.export')}
        </Button>
        {isOfAlliance(me) && <Verify />}
      </div>
      <p className="lead">{t(isOfAlliance(me) ? 'audit.leadAll' : 'audit.leadOwn')}</p>
      <AuditSieve />
      <Failure error={error ?? records.error} />
      <Waiting until={records.data ?? records.error} />
      {records.isSuccess && items.length === 0 && (
        <Empty icon="audit" title={t('audit.none')} why={t('audit.noneWhy')}>
          <Button variant="default" component={Link} to="/audit" replace resetScroll={false}>
            {t('audit.showAll')}
          </Button>
        </Empty>
      )}
      {items.length > 0 && <AuditTable records={items} />}
      {records.hasNextPage && (
        <Button variant="default" loading={records.isFetchingNextPage} onClick={() => void records.fetchNextPage()}>
          {t('advisories.more')}
        </Button>
      )}
    </div>
  );
}

function saveAs(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
