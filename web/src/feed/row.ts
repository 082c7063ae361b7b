import { type Entry, printable, type StixObject, subjectOf, type Tlp, tlpOf } from 'tocsin';

/** What happened. `gone`: a filtered feed takes back what was recalled and what matches no longer, and does not say which. */
type Op = Entry['op'] | 'gone';

/** One line of a list: what is shown and no more, since a feed keeps a hundred thousand of them. */
export interface Row {
  /** What makes it this line and no other. */
  readonly key: string;
  /** What it is a version of, and which: search and feed both bring it. */
  readonly version: string;
  readonly id: string;
  readonly at: string;
  readonly op: Op;
  readonly tlp: Tlp | undefined;
  /** `identity--…` of who made it. */
  readonly from: string | undefined;
  readonly type: string;
  /** Defanged. */
  readonly value: string;
  readonly confidence: number | undefined;
  readonly note: string;
}

let lines = 0;

function rowOf(object: StixObject, op: Op, at: string): Row {
  const { type, value } = subjectOf(object);
  const labels = (object.labels ?? []).join(' ');
  return {
    key: String(++lines),
    version: `${object.id} ${isTakenBack(op) ? at : object.modified}`,
    id: object.id,
    at,
    op,
    tlp: tlpOf(object),
    from: object.created_by_ref,
    type,
    value: value || printable(object.name ?? object.id),
    confidence: object.confidence,
    note: printable([value ? object.name : '', labels].filter(Boolean).join(' · ')),
  };
}

export const rowOfEntry = ({ object, op, at }: Entry, filtered: boolean): Row =>
  rowOf(object, op === 'recall' && filtered ? 'gone' : op, at);

/** Of what sightings and opinions speak: indicators that hold. */
export const isJudged = ({ id, op }: Row): boolean =>
  id.startsWith('indicator--') && op !== 'revoke' && !isTakenBack(op);

export const isTakenBack = (op: Op): boolean => op === 'recall' || op === 'gone';

/** What is left of a line when what it shows has moved out of sight, or out of the filter: that there was one. */
export const takenBack = (row: Row, filtered: boolean): Row => ({
  ...row,
  op: filtered ? 'gone' : 'recall',
  tlp: undefined,
  value: row.id,
  confidence: undefined,
  note: '',
});

/** What search found, in its order; each line is the same line, however often it is found. */
export function rowsOfFound(objects: readonly StixObject[]): Row[] {
  const times = new Map<string, number>(); // several may have shared what has one id
  return objects.map((object) => {
    const time = times.get(object.id) ?? 0;
    times.set(object.id, time + 1);
    return { ...rowOfFound(object), key: `${object.id} ${time}` };
  });
}

/** What search found, as the feed would have brought it. */
export function rowOfFound(object: StixObject): Row {
  const { created, modified, revoked } = object;
  return rowOf(object, revoked ? 'revoke' : created === modified ? 'create' : 'update', modified ?? created ?? '');
}
