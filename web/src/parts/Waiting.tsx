import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const ROWS = { table: 5, shelf: 3, grid: 16 } as const;

interface WaitingProps {
  /** What it waits for, or why that won't come: once there is either, it is gone. */
  until: unknown;
  /** What will stand there: lines as high as its own, so that nothing moves when they come. */
  as?: keyof typeof ROWS;
}

/** Where a list will stand. It fades in, so that what is here at once does not flicker. */
export function Waiting({ until, as = 'table' }: WaitingProps) {
  const { t } = useTranslation();
  if (until !== undefined && until !== null) return null;
  return (
    <div className="waiting" data-as={as} role="status" aria-busy="true">
      <span className="sr">{t('waiting')}</span>
      {Array.from({ length: ROWS[as] }, (_, i) => (
        <div key={i} className="waiting-row">
          <Skeleton height={12} width={`${90 - ((i * 17) % 45)}%`} />
        </div>
      ))}
    </div>
  );
}
