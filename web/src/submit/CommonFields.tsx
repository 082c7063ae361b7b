import { Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Common } from './lines.ts';

/** What is said of all items alike. A file's items have no common description: they bring their own. */
export function CommonFields({
  common,
  onChange,
  described = true,
  faults = {},
}: {
  common: Common;
  onChange: (common: Common) => void;
  described?: boolean;
  /** What is said against one of them. */
  faults?: Partial<Record<keyof Common, string | undefined>>;
}) {
  const { t } = useTranslation();
  return (
    <>
      <div className="pair">
        <TextInput
          label={t('fact.labels')}
          description={t('submit.labelsHint')}
          value={common.labels}
          error={faults.labels}
          onChange={(event) => onChange({ ...common, labels: event.currentTarget.value })}
        />
        <TextInput
          label={t('fact.confidence')}
          description={t('submit.confidenceHint')}
          inputMode="numeric"
          pattern="100|[0-9]{1,2}"
          value={common.confidence}
          error={faults.confidence}
          onChange={(event) => onChange({ ...common, confidence: event.currentTarget.value })}
        />
      </div>
      {described && (
        <Textarea
          label={t('submit.description')}
          rows={2}
          value={common.description}
          error={faults.description}
          onChange={(event) => onChange({ ...common, description: event.currentTarget.value })}
        />
      )}
    </>
  );
}
