import { TextInput } from '@mantine/core';

interface MomentProps {
  label: string;
  hint: string;
  /** RFC 3339, or empty. */
  value: string;
  onChange: (at: string) => void;
}

/** A time in UTC, which the field says. */
export const Moment = ({ label, hint, value, onChange }: MomentProps) => (
  <TextInput
    type="datetime-local"
    label={`${label} (UTC)`}
    description={hint}
    value={value === '' ? '' : new Date(value).toISOString().slice(0, 16)}
    onChange={(event) => {
      const said = event.currentTarget.value;
      onChange(said === '' ? '' : `${said.slice(0, 16)}:00Z`);
    }}
  />
);
