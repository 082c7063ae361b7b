import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { number } from '../parts/number.ts';
import { When } from '../parts/When.tsx';
import { usePerson } from '../session/session.ts';
import { useTitle } from '../shell/title.ts';
import { Bar, State } from './Bar.tsx';
import { useImports } from './state.ts';

/** The organisation's imports and how far they are, latest first. */
export function ImportsScreen() {
  const { t } = useTranslation();
  const { data, error } = useImports();
  const maySubmit = usePerson().scopes.includes('submit');
  useTitle(t('imports.title'));
  return (
    <div className="page stack">
      <div className="cluster between">
        <h1>{t('imports.title')}</h1>
        {maySubmit && (
          <Button component={Link} to="/submit" size="xs">
            {t('imports.new')}
          </Button>
        )}
      </div>
      <Failure error={error} />
      {data?.length === 0 && (
        <Empty icon="submit" title={t('imports.none')} why={t('imports.noneWhy')}>
          {maySubmit && (
            <Button component={Link} to="/submit" variant="default">
              {t('imports.new')}
            </Button>
          )}
        </Empty>
      )}
      {data && data.length > 0 && (
        <div className="card scroll-x">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('imports.file')}</th>
                <th scope="col">{t('imports.state')}</th>
                <th scope="col">{t('imports.progress')}</th>
                <th scope="col">{t('imports.accepted')}</th>
                <th scope="col">{t('imports.rejected')}</th>
                <th scope="col">{t('imports.begun')}</th>
              </tr>
            </thead>
            <tbody>
              {data.map((job) => (
                <tr key={job.id}>
                  <td className="breaks">
                    <Link to="/imports/$id" params={{ id: job.id }}>
                      {printable(job.name) || job.id.slice(0, 8)}
                    </Link>
                  </td>
                  <td>
                    <State job={job} />
                  </td>
                  <td>
                    <Bar job={job} />
                  </td>
                  <td>{number(job.items.accepted)}</td>
                  <td>{number(job.items.rejected)}</td>
                  <td>
                    <When at={job.created_at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
