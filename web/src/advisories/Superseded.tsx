import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { useLinked } from './calls.ts';

/** That another advisory stands in its place, and the way there. */
export function Superseded({ by }: { by: string }) {
  const { t } = useTranslation();
  const { data } = useLinked(by);
  return (
    <p className="reach">
      {t('advisories.supersededBy')}{' '}
      <Link to="/advisories/$id" params={{ id: by }}>
        {printable(data?.name ?? by)}
      </Link>
    </p>
  );
}
