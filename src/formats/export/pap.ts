import type { StixObject } from '../../kernel/index.js';

/** Permissible Actions Protocol, from the widest to the narrowest. Active measures, blocking among them, begin at green. */
const PAP = ['clear', 'green', 'amber', 'red'] as const;
export type Pap = (typeof PAP)[number];

/** OASIS, PAP marking definitions (2022); then those of OpenCTI, which makes the ids of their names. */
const MARKINGS: Readonly<Record<string, Pap>> = {
  'marking-definition--ad15a0cd-55b6-4588-a14c-a66105329b92': 'clear',
  'marking-definition--a3bea94c-b469-41dc-9cfe-d6e7daba7730': 'clear',
  'marking-definition--c43594d1-4b11-4c59-93ab-1c9b14d53ce9': 'green',
  'marking-definition--60f8932b-e51e-4458-b265-a2e8be9a80ab': 'amber',
  'marking-definition--740d36e5-7714-4c30-961a-3ae632ceee0e': 'red',
  'marking-definition--4cdff7eb-acb8-543f-8573-829eb9fe8b34': 'clear',
  'marking-definition--acec93c6-8507-5244-80f9-adf8e4157040': 'clear',
  'marking-definition--89484dde-e3d2-547f-a6c6-d14824429eb1': 'green',
  'marking-definition--a6f20d4d-0360-59b6-ba22-3b48707828b1': 'amber',
  'marking-definition--4e4e3b84-de45-53df-9d9b-b21207699fd8': 'red',
};

/**
 * What may be done with an object by its own word: by its markings, or by labels such as `pap:amber` and `PAP:RED`. The
 * narrowest of several counts; a label that begins so and says nothing that is known counts as red.
 */
export function papOf({
  labels = [],
  object_marking_refs: refs = [],
  granular_markings: granular,
}: Partial<StixObject>): Pap | undefined {
  const marks = [
    ...refs,
    ...(Array.isArray(granular) ? granular.map((one: { marking_ref?: unknown }) => one.marking_ref) : []),
  ];
  const said = [
    ...marks.flatMap((ref) => (typeof ref === 'string' ? (MARKINGS[ref] ?? []) : [])),
    ...labels.flatMap((label) => labelled(label) ?? []),
  ];
  return PAP.findLast((pap) => said.includes(pap));
}

function labelled(label: string): Pap | undefined {
  const [, word] = /^\s*pap\s*[:=]\s*"?([^"]*?)"?\s*$/i.exec(label) ?? [];
  if (word === undefined) return undefined;
  const known = word.toLowerCase();
  return known === 'white' ? 'clear' : (PAP.find((pap) => pap === known) ?? 'red');
}
