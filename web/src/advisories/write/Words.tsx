import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';

interface WordsProps {
  label: string;
  hint?: string;
  words: readonly string[];
  /** What parts them: commas, or blanks as well. */
  between?: RegExp;
  error?: string | undefined;
  onChange: (words: string[]) => void;
}

const split = (text: string, between: RegExp): string[] =>
  text
    .split(between)
    .map((word) => word.trim())
    .filter(Boolean);

/** Several words in one field. */
export function Words({ label, hint, words, between = /,/, error, onChange }: WordsProps) {
  const [text, setText] = useState(words.join(', '));
  const said = words.join('\n');
  useEffect(() => {
    if (split(text, between).join('\n') !== said) setText(words.join(', '));
  }, [said]);
  return (
    <TextInput
      label={label}
      description={hint}
      value={text}
      error={error}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(split(event.currentTarget.value, between));
      }}
    />
  );
}
