import { Fault } from '../../kernel/index.js';
import { parseTime } from './time.js';

/** A check of one property's value; throws at the pointer given. */
export type Shape = (value: unknown, pointer: string) => void;

/** Refuses an object. The detail says what is wrong and never repeats what was sent. */
export function refuseObject(detail: string, pointer: string): never {
  throw new Fault('object_invalid', detail, { pointer });
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const REF = new RegExp(`^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)--${UUID}$`);

/** The type in a STIX id, or undefined when the text is none: `type--` and a lower-case UUID. */
export function typeOfId(id: unknown): string | undefined {
  return typeof id === 'string' && id.length <= 288 ? REF.exec(id)?.[1] : undefined;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text: Shape = (value, pointer) => {
  if (typeof value !== 'string') refuseObject('expected a string', pointer);
};

export const fullText: Shape = (value, pointer) => {
  if (typeof value !== 'string' || value.trim() === '') refuseObject('expected a string that is not empty', pointer);
};

export const bool: Shape = (value, pointer) => {
  if (typeof value !== 'boolean') refuseObject('expected true or false', pointer);
};

export const time: Shape = (value, pointer) => {
  parseTime(value as string, pointer);
};

export const record: Shape = (value, pointer) => {
  if (!isRecord(value)) refuseObject('expected an object', pointer);
};

export const integer =
  (least: number, most: number): Shape =>
  (value, pointer) => {
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
      refuseObject(`expected an integer from ${least} to ${most}`, pointer);
  };

export const oneOf =
  (...values: readonly string[]): Shape =>
  (value, pointer) => {
    if (!values.includes(value as string)) refuseObject(`expected one of ${values.join(', ')}`, pointer);
  };

/** A list is never empty in STIX: what has nothing in it is left out. */
export const list =
  (shape: Shape): Shape =>
  (value, pointer) => {
    if (!Array.isArray(value)) refuseObject('expected a list', pointer);
    if (value.length === 0) refuseObject('expected a list that is not empty', pointer);
    for (const [index, one] of value.entries()) shape(one, `${pointer}/${index}`);
  };

/** A STIX id; of one of these types if any are given. */
export const ref =
  (...types: readonly string[]): Shape =>
  (value, pointer) => {
    const type = typeOfId(value);
    if (type === undefined) refuseObject('expected a STIX id with a lower-case UUID', pointer);
    if (types.length > 0 && !types.includes(type)) refuseObject(`expected the id of: ${types.join(', ')}`, pointer);
  };

/** A STIX id of any type but these. */
export const refExcept =
  (types: ReadonlySet<string>): Shape =>
  (value, pointer) => {
    const type = typeOfId(value);
    if (type === undefined) refuseObject('expected a STIX id with a lower-case UUID', pointer);
    if (types.has(type)) refuseObject('an object of this type can’t be referred to here', pointer);
  };

export const texts: Shape = list(text);

/** An entry of `external_references`: a source, and what it says, or where. */
export const externalReference: Shape = (value, pointer) => {
  if (!isRecord(value)) return refuseObject('expected an object', pointer);
  fullText(value['source_name'], `${pointer}/source_name`);
  const said = ['description', 'url', 'external_id'].filter((name) => name in value);
  if (said.length === 0) refuseObject('expected a description, url or external_id', pointer);
  for (const name of said) text(value[name], `${pointer}/${name}`);
};

/** An entry of `kill_chain_phases`. */
export const killChainPhase: Shape = (value, pointer) => {
  if (!isRecord(value)) return refuseObject('expected an object', pointer);
  for (const name of ['kill_chain_name', 'phase_name']) fullText(value[name], `${pointer}/${name}`);
};

/** An entry of `granular_markings`: selectors, and what marks them. */
export const granularMarking: Shape = (value, pointer) => {
  if (!isRecord(value)) return refuseObject('expected an object', pointer);
  list(text)(value['selectors'], `${pointer}/selectors`);
  if ('marking_ref' in value) ref('marking-definition')(value['marking_ref'], `${pointer}/marking_ref`);
  else text(value['lang'], `${pointer}/lang`);
};
