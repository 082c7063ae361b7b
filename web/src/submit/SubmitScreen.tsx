import { SegmentedControl } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { submitRoute } from '../routes.ts';
import { useTitle } from '../shell/title.ts';
import { OneForm } from './OneForm.tsx';
import { Paste } from './Paste.tsx';

/** Three ways in: a text, a file, and a form for one indicator. */
export function SubmitScreen() {
  const { t } = useTranslation();
  const { by, for: whom } = submitRoute.useSearch();
  const navigate = useNavigate();
  const isTry = whom === 'organisation'; // by the link of the first steps
  useTitle(t('place.submit'));
  const go = (way: string) =>
    void navigate({ to: '/submit', search: { ...(way === 'form' && { by: way }), ...(whom && { for: whom }) } });
  return (
    <div className="page stack">
      <div className="cluster between">
        <h1>{t('place.submit')}</h1>
        <SegmentedControl
          aria-label={t('submit.way')}
          value={by === 'form' ? 'form' : 'paste'}
          onChange={go}
          data={[
            { value: 'paste', label: t('submit.byPaste') },
            { value: 'form', label: t('submit.byForm') },
          ]}
        />
        <Link to="/imports">{t('imports.yours')}</Link>
      </div>
      {by === 'form' ? <OneForm isTry={isTry} /> : <Paste isTry={isTry} />}
    </div>
  );
}
