import type { Tlp } from '../../kernel/index.js';

/** Documents as MISP reads them. Numbers are texts, as MISP itself writes them. */
export interface MispTag {
  readonly name: string;
  readonly colour?: string;
}

export interface MispSighting {
  readonly uuid: string;
  readonly type: string;
  readonly date_sighting: string;
  readonly source?: string;
  readonly Organisation?: { readonly name: string; readonly uuid?: string };
}

export interface MispAttribute {
  readonly uuid: string;
  readonly type: string;
  readonly category: string;
  readonly value: string;
  readonly to_ids: boolean;
  readonly timestamp: string;
  readonly comment: string;
  readonly deleted: boolean;
  readonly disable_correlation: boolean;
  readonly first_seen?: string;
  readonly last_seen?: string;
  readonly object_relation?: string;
  readonly Tag: readonly MispTag[];
  readonly Sighting?: readonly MispSighting[];
}

export interface MispReference {
  readonly uuid: string;
  readonly object_uuid: string;
  readonly referenced_uuid: string;
  /** `0` an attribute, `1` an object. */
  readonly referenced_type: string;
  readonly relationship_type: string;
  readonly timestamp: string;
  readonly comment: string;
  readonly deleted: boolean;
}

/** Markdown with a title. `distribution` 5: that of the event. */
export interface MispReport {
  readonly uuid: string;
  readonly name: string;
  readonly content: string;
  readonly distribution: '5';
  readonly timestamp: string;
  readonly deleted: boolean;
}

export interface MispObject {
  readonly uuid: string;
  readonly name: string;
  readonly 'meta-category': string;
  readonly description: string;
  readonly template_uuid?: string;
  readonly template_version?: string;
  readonly timestamp: string;
  readonly comment: string;
  readonly deleted: boolean;
  readonly first_seen?: string;
  readonly last_seen?: string;
  readonly Attribute: readonly MispAttribute[];
  readonly ObjectReference: readonly MispReference[];
}

/** What a manifest says of an event, which the event says, too. */
export interface MispHead {
  readonly info: string;
  readonly date: string;
  readonly analysis: string;
  readonly threat_level_id: string;
  readonly timestamp: string;
  readonly Orgc: { readonly name: string; readonly uuid: string };
  readonly Tag: readonly MispTag[];
}

export interface MispEvent extends MispHead {
  readonly uuid: string;
  readonly published: true;
  readonly publish_timestamp: string;
  readonly extends_uuid?: string;
  readonly Attribute: readonly MispAttribute[];
  readonly Object: readonly MispObject[];
  readonly EventReport?: readonly MispReport[];
}

const COLOURS: Record<Tlp, string> = {
  clear: '#ffffff',
  green: '#33ff00',
  amber: '#ffc000',
  'amber+strict': '#ffc000',
  red: '#ff2b2b',
};

export const tlpTag = (tlp: Tlp): MispTag => ({ name: `tlp:${tlp}`, colour: COLOURS[tlp] });
