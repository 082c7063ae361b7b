import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ExportFormat } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';

const FORMATS: readonly (readonly [ExportFormat, string, string])[] = [
  ['pdf', 'PDF', 'pdf'],
  ['html', 'HTML', 'html'],
  ['markdown', 'Markdown', 'md'],
  ['stix', 'STIX 2.1', 'json'],
  ['csaf-2.0', 'CSAF 2.0', 'json'],
];

/** The advisory as a file. */
export function Exports({ id }: { id: string }) {
  const { t } = useTranslation();
  const save = useMutation({
    mutationFn: async ([format, , ending]: (typeof FORMATS)[number]) => {
      const bytes = await hub.advisories.export(id, format);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
      link.download = `${id.slice(0, 16)}.${ending}`;
      link.click();
      URL.revokeObjectURL(link.href);
    },
  });
  return (
    <section className="card fields" aria-label={t('exports.title')}>
      <h2 className="small">{t('exports.title')}</h2>
      <div className="cluster">
        {FORMATS.map((one) => (
          <Button key={one[0]} size="xs" variant="default" disabled={save.isPending} onClick={() => save.mutate(one)}>
            {one[1]}
          </Button>
        ))}
      </div>
      <Failure error={save.error} />
    </section>
  );
}
