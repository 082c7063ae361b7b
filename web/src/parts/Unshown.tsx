import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useTitle } from '../shell/title.ts';
import { Failure } from './Failure.tsx';

/** A screen whose thing can’t be had, and why. */
export function Unshown({ error }: { error: unknown }) {
  const { t } = useTranslation();
  useTitle(t('problem.unshown'));
  return (
    <div className="page stack">
      <h1>{t('problem.unshown')}</h1>
      <Failure error={error} />
      <p>
        <Link to="/feed">{t('notFound.go')}</Link>
      </p>
    </div>
  );
}
