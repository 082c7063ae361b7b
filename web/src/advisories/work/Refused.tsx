import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { defangAny, HubError, printable, type Tlp as Label } from 'tocsin';
import { hub } from '../../hub.ts';
import { Failure } from '../../parts/Failure.tsx';
import { useNames } from '../../parts/names.ts';
import { Tlp } from '../../parts/Tlp.tsx';
import { workPath } from '../calls.ts';

interface Quoted {
  id: string;
  organisation: string;
  value: string;
  tlp: Label;
}

/** Why a step was refused. What is quoted beyond its own audience is listed; those who said it can be asked for leave. */
export function Refused({ id, error }: { id: string; error: unknown }) {
  const { t } = useTranslation();
  const nameOf = useNames();
  const ask = useMutation({
    mutationFn: () => hub.rest.post<{ asked: number }>(workPath(id, 'quotes'), {}),
  });
  if (error === null || error === undefined) return null;
  const quotes = error instanceof HubError && error.code === 'derivation_exceeds_source';
  if (!quotes) return <Failure error={error} />;
  const objects = (error.problem['objects'] ?? []) as Quoted[];
  return (
    <div className="fields">
      <Failure error={error} />
      <ul className="values">
        {objects.map((one) => (
          <li key={`${one.id} ${one.value}`}>
            <Tlp label={one.tlp} />
            <span className="mono">{printable(defangAny(one.value))}</span>
            <span className="muted">{nameOf(one.organisation)}</span>
          </li>
        ))}
      </ul>
      {ask.data ? (
        <p className="hint" role="status">
          {t('quotes.asked', { count: ask.data.asked })}
        </p>
      ) : (
        <div>
          <Button size="xs" variant="default" loading={ask.isPending} onClick={() => ask.mutate()}>
            {t('quotes.ask')}
          </Button>
        </div>
      )}
      <Failure error={ask.error} />
    </div>
  );
}
