import { Fault, type StixObject } from '../../kernel/index.js';
import { overbroad } from '../observables/overbroad.js';
import { parsePattern } from '../stix/parse-pattern.js';
import { patternObservables } from '../stix/pattern-observables.js';
import { toMicroseconds } from '../stix/time.js';
import { type AttributeFacts, IN_EVENT, type Level, NOT_FOR_DETECTION, withFacts } from './misp.js';
import { attributePattern, type Made } from './attribute-patterns.js';
import { marked } from './misp-levels.js';
import { instant } from './misp-times.js';

/** An attribute that was read, and what it is part of. */
export interface Attribute {
  readonly facts: AttributeFacts;
  readonly event: string;
  readonly level: Level;
  readonly labels: readonly string[];
  readonly techniques: readonly string[];
  /** Seconds since the epoch. */
  readonly created: number;
  readonly modified: number;
  /** When a sighting said that it no longer holds. */
  readonly expired?: number | undefined;
  /** What a note is of. */
  readonly grouping: string;
  readonly id: (type: string) => string;
}

/**
 * An indicator, or a note for a type that is none. What isn't meant to alert and can't be an indicator is a note, too. Faults:
 * `observable_invalid`, `observable_overbroad`, `pattern_invalid` for what is meant to alert and can't.
 */
export function fromAttribute(attribute: Attribute): StixObject {
  const { facts } = attribute;
  try {
    const made = attributePattern(facts.type, facts.value);
    if (made) return indicator(attribute, checked(made));
  } catch (error) {
    if (facts.to_ids || !(error instanceof Fault)) throw error;
  }
  return note(attribute);
}

function checked(made: Made): Made {
  if (made.language !== 'stix') return made;
  for (const observable of patternObservables(parsePattern(made.pattern))) {
    const reason = overbroad(observable);
    if (reason !== null) throw new Fault('observable_overbroad', reason);
  }
  return made;
}

function common(attribute: Attribute, type: string): StixObject {
  const { facts, event, level, labels, techniques } = attribute;
  const own = facts.to_ids ? [IN_EVENT] : [IN_EVENT, NOT_FOR_DETECTION];
  return {
    type,
    spec_version: '2.1',
    id: attribute.id(type),
    created: instant(attribute.created),
    modified: instant(attribute.modified),
    labels: [...new Set([...labels, ...own])],
    ...marked(level),
    external_references: [
      { source_name: 'misp', external_id: facts.uuid },
      ...techniques.map((id) => ({ source_name: 'mitre-attack', external_id: id })),
    ],
    extensions: withFacts({ is: 'attribute', event, ...facts }),
  };
}

function indicator(attribute: Attribute, { pattern, language }: Made): StixObject {
  const { facts, expired } = attribute;
  const from = facts.first_seen === undefined ? instant(facts.timestamp) : toMicroseconds(facts.first_seen);
  return {
    ...common(attribute, 'indicator'),
    ...(facts.comment !== undefined && { description: facts.comment }),
    pattern,
    pattern_type: language,
    ...(language === 'stix' && { pattern_version: '2.1' }),
    valid_from: from,
    ...(expired !== undefined && Date.parse(from) < expired * 1_000 && { valid_until: instant(expired) }),
  };
}

function note(attribute: Attribute): StixObject {
  const { value, ...facts } = attribute.facts;
  const { type, comment } = facts;
  return {
    ...common(attribute, 'note'),
    extensions: withFacts({ is: 'attribute', event: attribute.event, ...facts }),
    abstract: comment === undefined ? type : `${type}: ${comment}`,
    content: value,
    object_refs: [attribute.grouping],
  };
}
