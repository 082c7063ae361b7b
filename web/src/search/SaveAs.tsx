import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FileFormat } from 'tocsin';

const FORMATS: readonly (readonly [FileFormat, string])[] = [
  ['csv', 'CSV'],
  ['stix', 'STIX 2.1'],
  ['ndjson', 'NDJSON'],
  ['misp', 'MISP'],
  ['txt', 'TXT'],
  ['hosts', 'hosts'],
  ['rpz', 'RPZ'],
  ['suricata', 'Suricata'],
];

/** Links to all that the query finds, as files; the same addresses work for programs, with a key. */
export function SaveAs({ q }: { q: string }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="default">
          {t('exports.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map(([format, name]) => (
          <Menu.Item
            key={format}
            component="a"
            download
            href={`/api/v1/export?format=${format}&q=${encodeURIComponent(q)}`}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
