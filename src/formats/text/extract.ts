import { judged, PAUSE } from './judge.js';
import type { Doubt, LeftOut, Mention, MentionType, Omission } from './mention.js';
import { SLICE, sliceOf } from './slice.js';
import type { View } from './view.js';

/** Where a value stands, as it is written there, and what is around it on its line. */
export interface Place {
  readonly offset: number;
  readonly length: number;
  /** From 1. */
  readonly line: number;
  readonly written: string;
  readonly context: string;
  readonly defanged: boolean;
  readonly doubts: readonly Doubt[];
}

/** A value of a text, with the places where it stands. */
export interface Extracted {
  readonly type: MentionType;
  readonly value: string;
  /** Places in all; the first of them are shown. */
  readonly count: number;
  readonly places: readonly Place[];
  /** Empty where at one place at least nothing speaks against it. */
  readonly doubts: readonly Doubt[];
}

/** Something that looks like a value and was not taken. */
export interface Omitted {
  readonly offset: number;
  readonly length: number;
  readonly line: number;
  readonly written: string;
  readonly reason: Omission;
}

export interface Extraction {
  readonly items: readonly Extracted[];
  readonly omitted: readonly Omitted[];
}

/** Places that are shown of one value. */
const PLACES = 100;
const CONTEXT = 60;

/** Finds what a text speaks of, at once. */
export function extract(view: View): Extraction {
  const work = extracting(view);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/**
 * Finds what a text speaks of, a slice after the other, so that others have the event loop in between. Nothing is made of
 * a part of a value: what may be one is left out, and said.
 */
export function* extracting(view: View): Generator<void, Extraction> {
  const mentions: Mention[] = [];
  const leftOut: LeftOut[] = [];
  for (let from = 0; from < view.text.length; from += SLICE) {
    const slice = sliceOf(view.text, from, Math.min(from + SLICE, view.text.length));
    for (const mention of slice.mentions) mentions.push(mention);
    for (const omission of slice.leftOut) leftOut.push(omission);
    yield;
  }
  const sure = yield* judged(mentions, view);
  return { items: yield* grouped(sure, view.text), omitted: withLines(leftOut, view.text) };
}

interface Group {
  readonly type: MentionType;
  readonly value: string;
  count: number;
  sure: boolean;
  readonly places: Place[];
  readonly doubts: Set<Doubt>;
}

/** One of each value, in the order of the first places. */
function* grouped(mentions: readonly Mention[], text: string): Generator<void, Extracted[]> {
  const groups = new Map<string, Group>();
  const lines = new Lines(text);
  for (const [i, { type, value, offset, length, defanged, doubts }] of mentions.entries()) {
    if (i % PAUSE === PAUSE - 1) yield;
    const key = `${type} ${value}`;
    const group = groups.get(key) ?? { type, value, count: 0, sure: false, places: [], doubts: new Set<Doubt>() };
    groups.set(key, group);
    group.count += 1;
    group.sure ||= doubts.length === 0;
    for (const doubt of doubts) group.doubts.add(doubt);
    const line = lines.at(offset);
    const written = text.slice(offset, offset + length);
    if (group.places.length < PLACES)
      group.places.push({ offset, length, line, written, context: contextOf(text, offset, length), defanged, doubts });
  }
  return [...groups.values()].map(({ sure, doubts, ...group }) => ({ ...group, doubts: sure ? [] : [...doubts] }));
}

function withLines(leftOut: readonly LeftOut[], text: string): Omitted[] {
  const lines = new Lines(text);
  return leftOut.map(({ offset, length, reason }) => ({
    offset,
    length,
    line: lines.at(offset),
    written: text.slice(offset, offset + Math.min(length, 300)),
    reason,
  }));
}

/** Counts lines for offsets that ascend. */
class Lines {
  private line = 1;
  private next: number;

  constructor(private readonly text: string) {
    this.next = text.indexOf('\n');
  }

  at(offset: number): number {
    while (this.next >= 0 && this.next < offset) {
      this.line += 1;
      this.next = this.text.indexOf('\n', this.next + 1);
    }
    return this.line;
  }
}

function contextOf(text: string, offset: number, length: number): string {
  const before = text.slice(Math.max(0, offset - CONTEXT), offset);
  const after = text.slice(offset + length, offset + length + CONTEXT);
  const [from, to] = [before.lastIndexOf('\n') + 1, after.indexOf('\n')];
  const line = before.slice(from) + text.slice(offset, offset + length) + (to < 0 ? after : after.slice(0, to));
  return line.trim();
}
