import type { ObservableType } from '../../kernel/index.js';

/** What a text may speak of: what the hub holds, and techniques of ATT&CK, which it does not hold as values. */
export type MentionType = ObservableType | 'attack-technique';

/** Why a value that stands in a text may be no indicator, in the words that people are shown. */
export const DOUBTS = {
  overbroad: 'covers far too much, or what is not on the Internet',
  version: 'may be a version number',
  section: 'may be the number of a section',
  file_name: 'may be the name of a file',
  code: 'may be a piece of a program',
  sentence: 'may be the end of a sentence and the beginning of the next',
  link: 'is where a link of the text leads',
  reference: 'is given as a source or for contact',
  publisher: 'is below a name that the text gives as a source',
  not_defanged: 'is written live where others are defanged',
  legitimate: 'is said to be legitimate',
  wildcard: 'stands for all names below it',
  has_path: 'stands with a path: alone it says more than what is written',
  may_go_on: 'may go on after where it was ended',
  unknown_suffix: 'its host is below no public suffix',
  file_alone: 'is a file’s name alone',
  mail_path: 'is of the letter’s own way, or of who was to get it',
  commit: 'may be the name of a commit',
  spelt_out: 'its dot is spelt out, and may be a word',
} as const;
export type Doubt = keyof typeof DOUBTS;

/** Why something that looks like a value was left out: nothing is made of a part of one. */
export const OMISSIONS = {
  cut_off: 'a part of it is missing, or stands elsewhere',
  placeholder: 'has a placeholder or a wildcard in it',
  glued: 'is joined to other characters: where it begins or ends can’t be told',
  length: 'has not the length of any digest',
  range: 'is a range from one address to another',
  too_long: 'is longer than any value',
  invalid: 'is not valid for what it looks like',
} as const;
export type Omission = keyof typeof OMISSIONS;

/** One value at one place; offsets and lengths are UTF-16 units of the text. */
export interface Mention {
  readonly type: MentionType;
  /** Canonical. */
  readonly value: string;
  readonly offset: number;
  readonly length: number;
  readonly defanged: boolean;
  readonly doubts: readonly Doubt[];
}

/** Something that looks like a value and was not taken. */
export interface LeftOut {
  readonly offset: number;
  readonly length: number;
  readonly reason: Omission;
}
