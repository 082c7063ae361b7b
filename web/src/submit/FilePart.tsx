import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ImportOptions, type ImportPreview, printable, type Tlp } from 'tocsin';
import { hub } from '../hub.ts';
import { Progress } from '../imports/Bar.tsx';
import { Failure } from '../parts/Failure.tsx';
import { Audience } from './Audience.tsx';
import { CommonFields } from './CommonFields.tsx';
import { labelsOf, NOTHING } from './lines.ts';
import { Mapping } from './Mapping.tsx';
import { LOOKED_AT, Part } from './Part.tsx';
import { Sample } from './Sample.tsx';
import { useUpload } from './upload.ts';
import { type Choice, specOf, useRecipients, type Way } from './whom.ts';

const FORMATS = ['auto', 'csv', 'list', 'zeek', 'ndjson', 'json', 'stix', 'misp', 'text'] as const;

interface FileProps {
  file: File;
  /** Another one, or none. */
  onDrop: () => void;
  tlp: Tlp | '';
  choice: Choice;
  onTlp: (tlp: Tlp) => void;
  onChoice: (choice: Choice) => void;
}

/** A file before it is imported: what it is taken for, to be confirmed or changed; its first items; and who will see them. */
export function FilePart({ file, onDrop, tlp, choice, onTlp, onChoice }: FileProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [format, setFormat] = useState<string>('auto');
  const [mapping, setMapping] = useState<ImportOptions['mapping']>();
  const [common, setCommon] = useState(NOTHING);
  const [days, setDays] = useState('');

  const labels = labelsOf(common);
  const spec = specOf(choice);
  const options: ImportOptions = {
    name: file.name,
    format,
    ...(mapping && { mapping }),
    ...(tlp !== '' && { tlp }),
    ...(spec !== undefined && { audience: spec }),
    ...(labels.length > 0 && { labels }),
    ...(common.confidence !== '' && { confidence: Number(common.confidence) }),
    ...(days !== '' && { valid_days: Number(days) }),
  };
  const asked = {
    format,
    ...(mapping && { mapping }),
    ...(tlp !== '' && { tlp }),
    ...(spec !== undefined && { audience: spec }),
  };
  const preview = useQuery({
    queryKey: ['preview', file.name, file.size, file.lastModified, asked],
    gcTime: 0,
    queryFn: ({ signal }) => hub.imports.preview(file, { ...asked, sample: LOOKED_AT, signal }),
    placeholderData: (before) => before,
  });
  const ways = waysOf(preview.data?.sample ?? [], tlp);
  const { answered } = useRecipients(ways, choice);
  const upload = useUpload(file, ({ id }) => void navigate({ to: '/imports/$id', params: { id } }));
  return (
    <form
      className="columns"
      onSubmit={(event) => {
        event.preventDefault();
        upload.begin(options);
      }}
    >
      <div className="card fields">
        <div className="cluster between">
          <h2 className="breaks">{printable(file.name)}</h2>
          <Button variant="default" size="xs" onClick={onDrop} disabled={upload.isPending}>
            {t('file.other')}
          </Button>
        </div>
        <NativeSelect
          label={t('file.format')}
          description={t('file.formatHint')}
          value={format}
          onChange={(event) => {
            setFormat(event.currentTarget.value);
            setMapping(undefined);
          }}
          data={FORMATS.map((name) => ({
            value: name,
            label:
              name === 'auto' && preview.data
                ? t('file.auto', { format: t(`format.${preview.data.format}` as never) })
                : t(`format.${name}`),
          }))}
        />
        <Failure error={preview.error} title={t('file.unreadable')} />
        {preview.data?.mapping && <Mapping preview={preview.data} onChange={(changed) => setMapping(changed)} />}
        {preview.data && <Part file={file} preview={preview.data} />}
        {preview.data && <Sample preview={preview.data} />}
        <CommonFields common={common} onChange={setCommon} described={false} />
        <TextInput
          label={t('file.days')}
          description={t('file.daysHint')}
          inputMode="numeric"
          pattern="[0-9]{1,5}"
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
      </div>
      <div className="card fields side">
        <Audience tlp={tlp} choice={choice} ways={ways} onTlp={onTlp} onChoice={onChoice} />
        <p className="muted hint">{t('file.own')}</p>
        <Button
          type="submit"
          size="md"
          disabled={tlp === '' || !answered || !preview.isSuccess || preview.isPlaceholderData}
          loading={upload.isPending}
        >
          {t('file.begin')}
        </Button>
        {upload.isPending && (
          <div className="stack tight">
            <Progress label={t('file.sending', { name: printable(file.name) })} share={upload.share} />
            <div className="cluster between">
              <span className="muted">{t('file.sent', { share: upload.share })}</span>
              {upload.share < 100 && (
                <Button variant="default" size="xs" onClick={upload.cancel}>
                  {t('file.stop')}
                </Button>
              )}
            </div>
          </div>
        )}
        <Failure error={upload.error} />
      </div>
    </form>
  );
}

/** The ways that the things in a file go: by their own labels and audiences, and by what is chosen for those without. */
function waysOf(sample: ImportPreview['sample'], chosen: Tlp | ''): Way[] {
  const own = sample.flatMap(({ tlp, audience }): Way[] =>
    tlp ? [{ tlp, ...(audience !== undefined && { audience }) }] : [],
  );
  const all = chosen === '' ? [] : [{ tlp: chosen }, ...own];
  return [...new Map(all.map((way) => [JSON.stringify(way), way])).values()];
}
