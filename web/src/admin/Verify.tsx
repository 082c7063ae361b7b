import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';

interface Verdict {
  ok: boolean;
  records: number;
  chain?: string;
  first_bad?: number;
}

/** Has the hub recompute the chain of all audit records. */
export function Verify() {
  const { t } = useTranslation();
  const verify = useMutation({
    mutationFn: () => hub.rest.get<Verdict>('/api/v1/audit/verify', { timeout: 300_000 }),
  });
  const { data } = verify;
  return (
    <>
      <Button loading={verify.isPending} onClick={() => verify.mutate()}>
        {t('audit.verify')}
      </Button>
      <div role="status" className="verdict">
        {data?.ok === true && (
          <span className="tag" data-tone="good" title={data.chain}>
            {t('audit.good', { count: data.records })} <code>{data.chain?.slice(0, 12)}…</code>
          </span>
        )}
        {data?.ok === false && (
          <span className="tag" data-tone="bad">
            {t('audit.bad', { number: data.first_bad })}
          </span>
        )}
      </div>
      <Failure error={verify.error} />
    </>
  );
}
