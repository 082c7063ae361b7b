import { Skeleton, Tabs } from '@mantine/core';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { StixObject } from 'tocsin';
import { CopyValue } from '../parts/Copy.tsx';
import { Unshown } from '../parts/Unshown.tsx';
import { objectRoute } from '../routes.ts';
import { useKeys } from '../shell/keys.ts';
import { useTitle } from '../shell/title.ts';
import { Actions } from './Actions.tsx';
import { Heading, headingOf, nameOf } from './Heading.tsx';
import { History } from './History.tsx';
import { Overview } from './Overview.tsx';
import { Provenance } from './Provenance.tsx';
import { useObject } from './queries.ts';
import { Raw } from './Raw.tsx';
import { Sightings } from './Sightings.tsx';
import { useCopyKeys } from './useCopyKeys.ts';
import { valuesOf } from './values.ts';
import { Warnings } from './Warnings.tsx';

const TABS = ['overview', 'said', 'provenance', 'history', 'raw'] as const;

/** One object by its address: what it says, what others say of it, where it comes from, how it came about, and as files. */
export function ObjectScreen() {
  const { t } = useTranslation();
  const { id } = objectRoute.useParams();
  const { tab, as, version } = objectRoute.useSearch();
  const navigate = useNavigate();
  const router = useRouter();
  const { data, error, isPending } = useObject(id);
  useTitle(data ? headingOf(data.object) : id);
  useCopyKeys(data?.object);
  useKeys({ Escape: () => router.history.back() });
  const chosen = TABS.find((name) => name === tab) ?? 'overview';
  if (isPending) return <Skeleton className="page" height={220} />;
  if (!data) return <Unshown error={error} />;
  const { object } = data;
  const go = (search: { tab?: string; as?: string }) =>
    void navigate({ to: '/objects/$id', params: { id }, search, replace: true, resetScroll: false });
  return (
    <div className="page stack">
      <div>
        <div className="titled">
          <h1 className="headline mono">{headingOf(object)}</h1>
          <CopyAll object={object} />
        </div>
        <div className="muted">{nameOf(object)}</div>
      </div>
      <Heading object={object} />
      <Warnings object={object} />
      <Actions object={object} />
      <Tabs
        value={chosen}
        onChange={(name) => go(name === 'overview' || !name ? {} : { tab: name })}
        keepMounted={false}
      >
        <Tabs.List>
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview" pt="md">
          <div className="card">
            <Overview object={object} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="said" pt="md">
          <Sightings object={object} />
        </Tabs.Panel>
        <Tabs.Panel value="provenance" pt="md">
          <Provenance object={object} />
        </Tabs.Panel>
        <Tabs.Panel value="history" pt="md">
          <History id={id} chosen={version} />
        </Tabs.Panel>
        <Tabs.Panel value="raw" pt="md">
          <Raw
            object={object}
            as={as}
            onAs={(format) => go({ tab: 'raw', ...(format !== 'stix' && { as: format }) })}
          />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

/** All its values, one a line. */
function CopyAll({ object }: { object: StixObject }) {
  const values = valuesOf(object);
  if (values.length === 0) return null;
  const [shown, real] = [values.map((value) => value.shown), values.map((value) => value.real)];
  return <CopyValue shown={shown.join('\n')} real={real.join('\n')} />;
}
