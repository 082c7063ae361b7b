import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { printable, type StixObject, tlpOf } from 'tocsin';
import { hub } from '../hub.ts';
import { Copy } from '../parts/Copy.tsx';
import { Failure } from '../parts/Failure.tsx';

const FORMATS = ['stix', 'misp', 'csv'] as const;
const NAMES: Record<(typeof FORMATS)[number], string> = { stix: 'STIX 2.1', misp: 'MISP', csv: 'CSV' };

/** The object as it is stored, or as the hub prints it for others. */
export function Raw({ object, as, onAs }: { object: StixObject; as: string | undefined; onAs: (as: string) => void }) {
  const { t } = useTranslation();
  const chosen = FORMATS.find((name) => name === as) ?? 'stix';
  const printed = object.type === 'indicator' && !object.revoked && tlpOf(object) !== 'red';
  const { data, error } = useQuery({
    queryKey: ['printed', object.id, object.modified, chosen],
    enabled: chosen !== 'stix' && printed,
    queryFn: ({ signal }) =>
      hub.rest.request(
        'GET',
        '/api/v1/export',
        { query: { format: chosen, q: `id:${object.id}` }, headers: { accept: '*/*' }, signal },
        (response) => response.text(),
      ),
  });
  const text = chosen === 'stix' ? JSON.stringify(object, null, 2) : chosen === 'misp' ? indented(data) : data;
  return (
    <div className="card">
      <div className="cluster between">
        <SegmentedControl
          size="xs"
          aria-label={t('raw.format')}
          value={chosen}
          onChange={onAs}
          data={FORMATS.map((value) => ({ value, label: NAMES[value] }))}
        />
        {text !== undefined && <Copy text={text} label={t('raw.copy', { format: NAMES[chosen] })} />}
      </div>
      {chosen !== 'stix' && !printed && <p className="muted hint">{t('raw.none')}</p>}
      <Failure error={error} />
      {text !== undefined && (chosen === 'stix' || printed) && (
        <pre className="raw" tabIndex={0} role="group" aria-label={NAMES[chosen]}>
          {text.split('\n').map(printable).join('\n')}
        </pre>
      )}
    </div>
  );
}

function indented(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
