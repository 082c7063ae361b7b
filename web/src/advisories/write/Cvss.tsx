import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../parts/Icon.tsx';
import { BASE, freshVector, printed, readVector, scoreOf, type Vector, wordOf } from './cvss.ts';

/** As many as an advisory takes for one weakness. */
const MOST = 4;

/** CVSS vectors of one weakness: pasted, or put together metric by metric, with what they come to. */
export function Cvss({ vectors, onChange }: { vectors: string[]; onChange: (vectors: string[]) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<number>();
  const add = (version: '3.1' | '4.0') => {
    setOpen(vectors.length);
    onChange([...vectors, freshVector(version)]);
  };
  return (
    <div className="fields">
      {vectors.map((text, i) => (
        // a vector is what it says
        <div key={i} className="fields">
          <OneVector
            text={text}
            open={open === i}
            onOpen={() => setOpen(open === i ? undefined : i)}
            onChange={(said) => onChange(vectors.map((one, at) => (at === i ? said : one)))}
            onRemove={() => {
              setOpen(undefined);
              onChange(vectors.filter((_, at) => at !== i));
            }}
          />
        </div>
      ))}
      {vectors.length < MOST && (
        <div className="cluster">
          {(['3.1', '4.0'] as const).map((version) => (
            <Button key={version} size="xs" variant="default" onClick={() => add(version)}>
              {t('write.addCvss', { version })}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

interface OneVectorProps {
  text: string;
  open: boolean;
  onOpen: () => void;
  onChange: (text: string) => void;
  onRemove: () => void;
}

function OneVector({ text, open, onOpen, onChange, onRemove }: OneVectorProps) {
  const { t } = useTranslation();
  const vector = readVector(text);
  return (
    <>
      <div className="vector">
        <TextInput
          aria-label={t('write.vector')}
          classNames={{ input: 'mono' }}
          value={text}
          error={text !== '' && !vector ? t('write.noVector') : undefined}
          onChange={(event) => onChange(event.currentTarget.value.trim())}
        />
        {vector && <Scored vector={vector} />}
        <Button size="xs" variant="default" disabled={!vector} aria-expanded={open} onClick={onOpen}>
          {t('write.metrics')}
        </Button>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={t('write.remove', { what: 'CVSS' })}
          onClick={onRemove}
        >
          <Icon name="close" size={16} />
        </ActionIcon>
      </div>
      {open && vector && (
        <div className="metrics" role="group" aria-label={`CVSS ${vector.version}`}>
          {BASE[vector.version]!.map(({ name, values }) => (
            <NativeSelect
              key={name}
              size="xs"
              label={t(`cvssMetric.${name}`)}
              value={vector.said[name]}
              onChange={(event) =>
                onChange(printed({ ...vector, said: { ...vector.said, [name]: event.currentTarget.value } }))
              }
              data={values.map((value) => ({ value, label: t(wordOf(name, value)) }))}
            />
          ))}
        </div>
      )}
    </>
  );
}

function Scored({ vector }: { vector: Vector }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['cvss', printed(vector)],
    queryFn: () => scoreOf(vector),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!data) return null;
  const { score, severity } = data;
  return (
    <output className="tag" data-tone={severity === 'critical' || severity === 'high' ? 'bad' : undefined}>
      {score.toFixed(1)} {t(`severity.${severity}`)}
    </output>
  );
}
