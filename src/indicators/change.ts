import { randomUUID } from 'node:crypto';
import type { Amend, Kind, Put } from '../exchange/index.js';
import { checkObject, tlpFromLabel, toMicroseconds } from '../formats/index.js';
import type { StixObject } from '../kernel/index.js';
import { checkTimes, isEmpty, referencesOf } from './indicator.js';
import { indicatorKind } from './indicator-kind.js';
import type { IndicatorChange, NoteReport, OpinionReport, SightingReport } from './item.js';

/** PATCH of an indicator as a change of one's own object. */
export function toAmend(id: string, ifMatch: string | undefined, change: IndicatorChange): Amend {
  const { tlp, audience, ...said } = change;
  const relabel = { ...(tlp !== undefined && { tlp: tlpFromLabel(tlp) }), ...(audience !== undefined && { audience }) };
  return {
    do: 'amend',
    id,
    ifMatch,
    kind: indicatorKind,
    ...(Object.keys(relabel).length > 0 && { relabel }),
    amend(known) {
      const after: StixObject = { ...known };
      for (const [property, value] of Object.entries(said)) {
        if (value === null || isEmpty(value)) delete after[property];
        else if (value !== undefined) after[property] = value;
      }
      if (typeof said.valid_until === 'string') after.valid_until = toMicroseconds(said.valid_until);
      Object.assign(after, referencesOf(said.external_references));
      checkTimes(after);
      return JSON.stringify(after) === JSON.stringify(known) ? known : after;
    },
  };
}

/** Revoking an object: it stays, marked as no longer standing (STIX 2.1 §3.2 `revoked`). */
export function toRevoke(id: string, ifMatch: string | undefined): Amend {
  return { do: 'amend', id, ifMatch, kind: null, amend: (known) => ({ ...known, revoked: true }) };
}

/** Every sighting counts for itself. */
const sightingKind: Kind = { type: 'sighting', fingerprint: () => null, merge: (known) => known };

/** And so does every comment. */
const noteKind: Kind = { type: 'note', fingerprint: () => null, merge: (known) => known };

/** An organisation has one opinion of an object; a new one takes the place of the old. */
const opinionKind: Kind = {
  type: 'opinion',
  fingerprint: ({ object_refs }) => String((object_refs as string[] | undefined)?.[0]),
  merge: (known, report) =>
    known['opinion'] === report['opinion'] && known['explanation'] === report['explanation']
      ? known
      : { ...known, opinion: report['opinion'], explanation: report['explanation'] },
};

/** What is made here would be taken as STIX, too: of what and with which times. Throws `object_invalid`, `invalid_time`. */
function checkMade(object: StixObject): void {
  const at = new Date().toISOString();
  checkObject({ ...object, id: `${object.type}--${randomUUID()}`, created: at, modified: at });
}

/** A sighting of an object that the caller sees, of a type that STIX has sightings of; it goes no further than the object. */
export function toSighting(about: string, organisation: string, report: SightingReport): Put {
  const { tlp, audience, ...said } = report;
  const object: StixObject = {
    type: 'sighting',
    spec_version: '2.1',
    id: '',
    ...said,
    ...(said.first_seen !== undefined && { first_seen: toMicroseconds(said.first_seen) }),
    ...(said.last_seen !== undefined && { last_seen: toMicroseconds(said.last_seen) }),
    count: said.count ?? 1,
    sighting_of_ref: about,
    where_sighted_refs: [organisation],
  };
  checkMade(object);
  return {
    do: 'put',
    kind: sightingKind,
    object,
    tlp: tlp === undefined ? undefined : tlpFromLabel(tlp),
    audience,
    about,
  };
}

/** A comment on an object that the caller sees; it goes no further than the object. */
export function toNote(about: string, report: NoteReport): Put {
  const { tlp, audience, content } = report;
  const object: StixObject = { type: 'note', spec_version: '2.1', id: '', content, object_refs: [about] };
  return {
    do: 'put',
    kind: noteKind,
    object,
    tlp: tlp === undefined ? undefined : tlpFromLabel(tlp),
    audience,
    about,
  };
}

/** An opinion of an object that the caller sees; it goes no further than the object. */
export function toOpinion(about: string, report: OpinionReport): Put {
  const { tlp, audience, ...said } = report;
  const object: StixObject = { type: 'opinion', spec_version: '2.1', id: '', ...said, object_refs: [about] };
  return {
    do: 'put',
    kind: opinionKind,
    object,
    tlp: tlp === undefined ? undefined : tlpFromLabel(tlp),
    audience,
    about,
  };
}
