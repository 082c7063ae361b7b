import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Cvss } from './Cvss.tsx';
import { ListedRows } from './ListedRows.tsx';
import type { Text } from './text.ts';

type Row = Text['vulnerabilities'][number];
const FRESH: Row = { cve: '', title: '', cwe: '', cvss: [] };

/** Weaknesses, each with how bad it is. */
export function Vulnerabilities({ rows, onChange }: { rows: Row[]; onChange: (rows: Row[]) => void }) {
  const { t } = useTranslation();
  return (
    <ListedRows
      title={t('field.vulnerabilities')}
      none={t('write.noVulnerabilities')}
      add={t('write.addVulnerability')}
      rows={rows}
      fresh={() => FRESH}
      onChange={onChange}
    >
      {(row, change) => (
        <>
          <div className="trio">
            <TextInput
              label="CVE"
              required
              placeholder="CVE-2026-12345"
              value={row.cve}
              onChange={(event) => change({ cve: event.currentTarget.value.trim().toUpperCase() })}
            />
            <TextInput
              label={t('field.title')}
              maxLength={300}
              value={row.title}
              onChange={(event) => change({ title: event.currentTarget.value })}
            />
            <TextInput
              label="CWE"
              placeholder="CWE-787"
              value={row.cwe}
              onChange={(event) => change({ cwe: event.currentTarget.value.trim().toUpperCase() })}
            />
          </div>
          <Cvss vectors={row.cvss} onChange={(cvss) => change({ cvss })} />
        </>
      )}
    </ListedRows>
  );
}
