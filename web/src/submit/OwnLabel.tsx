import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Tlp } from 'tocsin';

interface OwnLabelProps {
  /** What it is the label of, as it is shown. */
  of: string;
  value: Tlp | undefined;
  /** Labels that the audience allows: another one is shown as that of all, and is that. */
  labels: readonly Tlp[];
  onChange: (label: Tlp | undefined) => void;
}

/** The label of one of many things, where it differs from that of all. */
export function OwnLabel({ of, value, labels, onChange }: OwnLabelProps) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      className="own-label"
      size="xs"
      aria-label={t('report.label', { value: of })}
      value={value && labels.includes(value) ? value : ''}
      onChange={(event) => onChange((event.currentTarget.value || undefined) as Tlp | undefined)}
      data={[
        { value: '', label: t('report.asAll') },
        ...labels.map((label) => ({ value: label, label: `TLP:${label.toUpperCase()}` })),
      ]}
    />
  );
}

/** The labels with that of one thing changed, or taken away. */
export function relabelled<K>(labels: ReadonlyMap<K, Tlp>, key: K, label: Tlp | undefined): Map<K, Tlp> {
  const changed = new Map(labels);
  if (label === undefined) changed.delete(key);
  else changed.set(key, label);
  return changed;
}

/** The set with one thing in it, or out of it. */
export function toggled<K>(set: ReadonlySet<K>, key: K, isIn: boolean): Set<K> {
  const changed = new Set(set);
  if (isIn) changed.add(key);
  else changed.delete(key);
  return changed;
}
