import type { StixObject } from '../../kernel/index.js';
import type { Place } from '../reading.js';
import type { EventParts } from './event-parts.js';
import { IN_EVENT, type Level } from './misp.js';
import { levelKey, marked } from './misp-levels.js';
import { instant } from './misp-times.js';

/** What the groupings of one event or object have in common. */
export interface Grouped {
  readonly facts: Record<string, unknown>;
  readonly uuid: string;
  readonly name: string;
  readonly context: string;
  readonly labels: readonly string[];
  readonly techniques: readonly string[];
  readonly level: Level;
}

/** Ids in one grouping: an object has at most 131,072 characters. */
const MOST = 1_500;

/**
 * An event, or an object of one, as groupings: one for its own level, and one for each stricter level among its parts, for nobody
 * may learn from a grouping that there is something he is not to see.
 */
export class Groupings {
  private readonly refs = new Map<string, { readonly level: Level; readonly refs: string[] }>();
  readonly printed: { readonly id: string; readonly level: Level }[] = [];

  constructor(
    private readonly reading: EventParts,
    private readonly of: Grouped,
  ) {}

  /** The first grouping for this level. The one of the event's own keeps its id when the event's label changes. */
  idFor(level: Level, part = 0): string {
    const key = levelKey(level);
    const isOwn = key === levelKey(this.of.level);
    return this.reading.id('grouping', this.of.uuid, ...(isOwn ? [] : [key]), ...(part === 0 ? [] : [String(part)]));
  }

  add(ref: string, level: Level): void {
    const key = levelKey(level);
    const known = this.refs.get(key);
    if (known) known.refs.push(ref);
    else this.refs.set(key, { level, refs: [ref] });
  }

  /** Adds them to what was taken; the first of them, or undefined where there is nothing to group. */
  print(at: Place): { readonly id: string; readonly level: Level } | undefined {
    for (const { level, refs } of this.refs.values())
      for (let part = 0; part * MOST < refs.length; part += 1) {
        const id = this.idFor(level, part);
        this.reading.add(at, this.grouping(id, level, refs.slice(part * MOST, (part + 1) * MOST)), level);
        this.printed.push({ id, level });
      }
    const own = levelKey(this.of.level);
    return this.printed.find((one) => levelKey(one.level) === own) ?? this.printed[0];
  }

  private grouping(id: string, level: Level, refs: string[]): StixObject {
    const { uuid, name, context, labels, techniques, facts } = this.of;
    return {
      type: 'grouping',
      spec_version: '2.1',
      id,
      created: instant(this.reading.created),
      modified: instant(this.reading.changed),
      name,
      context,
      labels: [...labels, IN_EVENT],
      ...marked(level),
      external_references: [
        { source_name: 'misp', external_id: uuid },
        ...techniques.map((technique) => ({ source_name: 'mitre-attack', external_id: technique })),
      ],
      object_refs: refs,
      extensions: facts,
    };
  }
}
