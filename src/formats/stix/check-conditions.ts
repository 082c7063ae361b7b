import { isRecord, refuseObject } from './object-shapes.js';

type Json = Readonly<Record<string, unknown>>;

const has = (json: Json, ...names: readonly string[]): boolean => names.some((name) => json[name] !== undefined);

function number(json: Json, name: string, least: number, most: number): void {
  const value = json[name];
  if (value === undefined) return;
  if (typeof value !== 'number' || value < least || value > most)
    refuseObject(`expected a number from ${least} to ${most}`, `/${name}`);
}

/** Of a type, what STIX 2.1 (4 to 6) wants of its properties together; the section is said of each. */
const CONDITIONS: Readonly<Record<string, (json: Json) => void>> = {
  // 4.9: one of region, country, or both of a pair
  location(json) {
    number(json, 'latitude', -90, 90);
    number(json, 'longitude', -180, 180);
    if (has(json, 'latitude') !== has(json, 'longitude'))
      refuseObject('latitude and longitude go together', has(json, 'latitude') ? '/latitude' : '/longitude');
    if (has(json, 'precision') && !has(json, 'latitude')) refuseObject('precision is of a latitude', '/precision');
    if (!has(json, 'region', 'country', 'latitude'))
      refuseObject('a location has a region, a country, or latitude and longitude', '');
  },
  // 4.11
  malware(json) {
    if (json['is_family'] === true && !has(json, 'name')) refuseObject('a family has a name', '/name');
  },
  // 4.12
  'malware-analysis'(json) {
    if (!has(json, 'result', 'analysis_sco_refs')) refuseObject('an analysis has a result, or analysis_sco_refs', '');
  },
  // 6.1: not both, and hashes of what is elsewhere; of samples that nobody hands on there is neither
  artifact(json) {
    if (has(json, 'payload_bin') && has(json, 'url')) refuseObject('payload_bin and url exclude each other', '/url');
    if (has(json, 'url') && !has(json, 'hashes')) refuseObject('hashes are required beside url', '/hashes');
  },
  // 6.6
  'email-message'(json) {
    if (json['is_multipart'] === true && has(json, 'body')) refuseObject('a multipart message has no body', '/body');
    if (json['is_multipart'] === false && has(json, 'body_multipart'))
      refuseObject('body_multipart is of a multipart message', '/body_multipart');
  },
  // 6.7
  file(json) {
    if (!has(json, 'hashes', 'name')) refuseObject('a file has hashes or a name', '');
    if (isRecord(json['hashes']) && Object.keys(json['hashes']).length === 0)
      refuseObject('what has no value is left out', '/hashes');
  },
  // 6.12
  'network-traffic'(json) {
    number(json, 'src_port', 0, 65_535);
    number(json, 'dst_port', 0, 65_535);
    if (!has(json, 'src_ref', 'dst_ref')) refuseObject('traffic has a src_ref or a dst_ref', '');
    if (json['is_active'] === true && has(json, 'end')) refuseObject('what is active has no end', '/end');
  },
};

/** Throws `object_invalid`, with a JSON pointer, where a property lacks another, or stands beside one that excludes it. */
export function checkConditions(json: Json): void {
  const type = String(json['type']);
  if (Object.hasOwn(CONDITIONS, type)) CONDITIONS[type]!(json);
}
