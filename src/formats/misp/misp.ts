import type { StixObject, Tlp } from '../../kernel/index.js';
import { uuid5 } from '../stix/uuid5.js';

/** The extension in which an object carries what MISP knows of it and STIX has no place for. */
const MISP_EXTENSION = 'extension-definition--8f6f43d1-6f0e-4c0b-9d63-3d0f2a4f7c51';

/** What an attribute that isn't meant to alert anybody (`to_ids` false) is labelled with. */
export const NOT_FOR_DETECTION = 'not-for-detection';
/** The label of what came in a MISP event: a feed gives it with that event, and not among the day's other indicators. */
export const IN_EVENT = 'misp:in-event';

const NAMESPACE = '2b0e7c4c-9f0c-4d52-8b5f-6d1c3a0e9f17';
/** A name-based UUID of this format's own namespace. */
export const mispUuid = (...parts: readonly string[]): string => uuid5(NAMESPACE, parts.join('\0'));

/** What an event says of itself. */
export interface EventFacts {
  readonly uuid: string;
  readonly info: string;
  readonly date: string;
  readonly threat_level_id: string;
  readonly analysis: string;
  readonly orgc?: { readonly name: string; readonly uuid?: string };
  readonly extends_uuid?: string;
}

/** What an attribute says besides its value. */
export interface AttributeFacts {
  readonly uuid: string;
  readonly type: string;
  readonly category: string;
  readonly value: string;
  readonly to_ids: boolean;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly comment?: string;
  readonly first_seen?: string;
  readonly last_seen?: string;
  readonly disable_correlation?: true;
  /** Its role in its object (`object_relation`). */
  readonly relation?: string;
}

export interface ObjectFacts {
  readonly uuid: string;
  readonly name: string;
  readonly timestamp: number;
  readonly meta_category?: string;
  readonly description?: string;
  readonly template_uuid?: string;
  readonly template_version?: string;
  readonly comment?: string;
  readonly first_seen?: string;
  readonly last_seen?: string;
}

export interface ReferenceFacts {
  readonly uuid: string;
  readonly relationship_type: string;
  readonly comment?: string;
}

export interface ReportFacts {
  readonly uuid: string;
}

export interface SightingFacts {
  readonly uuid: string;
  /** `0` seen, `1` false positive. */
  readonly type: string;
  readonly source?: string;
  readonly organisation?: { readonly name: string; readonly uuid?: string };
}

/** The extension's content, by what its object stands for. `event`: the uuid of the event that it is part of. */
export type MispFacts =
  | ({ readonly is: 'event' } & EventFacts)
  /** A note's value is its content. */
  | ({ readonly is: 'attribute'; readonly event: string } & Omit<AttributeFacts, 'value'> & { readonly value?: string })
  | ({ readonly is: 'object'; readonly event: string } & ObjectFacts)
  /** A note with its title and text. */
  | ({ readonly is: 'report'; readonly event: string } & ReportFacts)
  | ({ readonly is: 'reference'; readonly event: string } & ReferenceFacts)
  | ({ readonly is: 'sighting'; readonly event: string } & SightingFacts);

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Of<K extends MispFacts['is']> = Extract<MispFacts, { readonly is: K }>;

/** What MISP knows of the object, if it is of that kind. Whoever made the object wrote it: it is checked where it is used. */
export function mispFacts<K extends MispFacts['is']>(object: StixObject, is: K): Of<K> | undefined {
  const { part, is: before, ...facts } = extensionOf(object) ?? {};
  return (part ?? before) === is && typeof facts['uuid'] === 'string' && UUID.test(facts['uuid'])
    ? ({ ...facts, is } as unknown as Of<K>)
    : undefined;
}

export const withFacts = ({ is, ...facts }: MispFacts): Record<string, unknown> => ({
  [MISP_EXTENSION]: { extension_type: 'property-extension', part: is, ...facts },
});

/** The object as it would be written now. `part` was called `is` before: STIX wants three letters of a property's name. */
export function asWrittenNow(object: StixObject): StixObject {
  const facts = extensionOf(object);
  if (!facts || !('is' in facts) || 'part' in facts) return object;
  const renamed = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name === 'is' ? 'part' : name, value]),
  );
  return { ...object, extensions: { ...(object['extensions'] as object), [MISP_EXTENSION]: renamed } };
}

function extensionOf(object: StixObject): Record<string, unknown> | undefined {
  const extensions = object['extensions'] as Record<string, unknown> | undefined;
  const facts = extensions?.[MISP_EXTENSION];
  return typeof facts === 'object' && facts !== null ? (facts as Record<string, unknown>) : undefined;
}

/** Whom something of an event may go to: everybody that its label allows, one sharing group of the hub, or who hands it in. */
export type Reach = 'all' | 'organisation' | { readonly group: string };

export interface Level {
  readonly tlp: Tlp;
  readonly reach: Reach;
}

export const reachKey = (reach: Reach): string => (typeof reach === 'string' ? reach : `group ${reach.group}`);
