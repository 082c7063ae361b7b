import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ExportFormat, Tlp } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';

type Format = readonly [format: ExportFormat, name: string, ending: string];

const FORMATS: readonly Format[] = [
  ['pdf', 'PDF', 'pdf'],
  ['html', 'HTML', 'html'],
  ['markdown', 'Markdown', 'md'],
  ['stix', 'STIX 2.1', 'json'],
  ['csaf-2.1', 'CSAF 2.1', 'json'],
  ['csaf-2.0', 'CSAF 2.0', 'json'],
];

/** Those that the hub makes of something so labelled: CSAF 2.0 knows the labels of TLP 1, and what is RED leaves on a page for those it names alone. */
const formatsFor = (tlp: Tlp | undefined): readonly Format[] =>
  FORMATS.filter(([format]) => (tlp === 'red' ? format === 'html' : format !== 'csaf-2.0' || tlp !== 'amber+strict'));

/** The advisory as a file. */
export function Exports({ id, tlp }: { id: string; tlp: Tlp | undefined }) {
  const { t } = useTranslation();
  const save = useMutation({
    mutationFn: async ([format, , ending]: Format) => {
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
        {formatsFor(tlp).map((one) => (
          <Button key={one[0]} size="xs" variant="default" disabled={save.isPending} onClick={() => save.mutate(one)}>
            {one[1]}
          </Button>
        ))}
      </div>
      <Failure error={save.error} />
    </section>
  );
}
