import {
  Fault,
  TLP,
  TLP_MARKING,
  TLP1_MARKING,
  type FaultCode,
  type StixObject,
  type Tlp,
} from '../../kernel/index.js';
import { markingOf, tlpFromLabel } from './marking.js';

const STATEMENT = 'marking-definition--11111111-2222-4333-8444-555555555555';
const TLP1 = Object.fromEntries(Object.entries(TLP1_MARKING).map(([id, tlp]) => [tlp, id])) as Record<Tlp, string>;

const marked = (refs: unknown, granular?: unknown): StixObject =>
  ({ type: 'note', id: 'note--x', object_marking_refs: refs, granular_markings: granular }) as StixObject;

const level: readonly (readonly [string, StixObject, Tlp])[] = [
  ...TLP.map((tlp) => [`TLP 2.0 ${tlp}`, marked([TLP_MARKING[tlp]]), tlp] as const),
  ...Object.entries(TLP1_MARKING).map(([id, tlp]) => [`TLP 1 ${tlp}`, marked([id]), tlp] as const),
  ['one level in both families', marked([TLP1.amber, TLP_MARKING.amber]), 'amber'],
  ['WHITE and CLEAR', marked([TLP1.clear, TLP_MARKING.clear]), 'clear'],
  ['one level twice', marked([TLP_MARKING.red, TLP_MARKING.red]), 'red'],
  ['a statement beside it', marked([STATEMENT, TLP_MARKING.green]), 'green'],
  ['a granular RED', marked([TLP_MARKING.clear], [{ marking_ref: TLP1.red, selectors: ['name'] }]), 'red'],
  [
    'a laxer granular marking',
    marked([TLP_MARKING.amber], [{ marking_ref: TLP1.green, selectors: ['name'] }]),
    'amber',
  ],
  ['a granular language', marked([TLP_MARKING.green], [{ lang: 'de', selectors: ['name'] }]), 'green'],
];

const refused: readonly (readonly [string, StixObject, FaultCode])[] = [
  ['no refs', marked(undefined), 'tlp_required'],
  ['empty refs', marked([]), 'tlp_required'],
  ['a statement alone', marked([STATEMENT]), 'tlp_required'],
  ['granular alone', marked(undefined, [{ marking_ref: TLP_MARKING.red, selectors: ['name'] }]), 'tlp_required'],
  ['RED and GREEN', marked([TLP_MARKING.red, TLP_MARKING.green]), 'conflicting_tlp'],
  ['TLP 1 AMBER and TLP 2 CLEAR', marked([TLP1.amber, TLP_MARKING.clear]), 'conflicting_tlp'],
  ['AMBER and AMBER+STRICT', marked([TLP_MARKING.amber, TLP_MARKING['amber+strict']]), 'conflicting_tlp'],
  ['a wrong copy of AMBER', marked(['marking-definition--f88d31f6-1f26-44da-b317-01333bde0b82']), 'tlp_unknown'],
  ['a wrong copy of CLEAR', marked(['marking-definition--94868c89-83c2-4f24-929b-a1a8aa3c8487']), 'tlp_unknown'],
  ['a wrong copy of AMBER+STRICT', marked(['marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b03e']), 'tlp_unknown'],
  [
    'a wrong copy beside a right one',
    marked([TLP_MARKING.green, 'marking-definition--f88d31f6-1f26-44da-b317-01333bde0b82']),
    'tlp_unknown',
  ],
  ['an upper-case id', marked([TLP_MARKING.red.toUpperCase()]), 'tlp_unknown'],
  ['a label', marked(['TLP:RED']), 'tlp_unknown'],
  ['a text', marked(TLP_MARKING.red), 'tlp_unknown'],
  ['a number', marked([5]), 'tlp_unknown'],
  ['a wrong granular copy', marked([TLP_MARKING.green], [{ marking_ref: 'tlp:red' }]), 'tlp_unknown'],
  ['granular of another kind', marked([TLP_MARKING.green], 'red'), 'tlp_unknown'],
];

describe('markingOf', () => {
  it.each(level)('%s', (_, object, tlp) => expect(markingOf(object)).toBe(tlp));
  it.each(refused)('%s', (_, object, code) => {
    expect(() => markingOf(object)).toThrow(Fault);
    expect(() => markingOf(object)).toThrow(expect.objectContaining({ code }));
  });
});

describe('tlpFromLabel', () => {
  it.each([
    ...TLP.flatMap((tlp) =>
      [tlp, tlp.toUpperCase(), `TLP:${tlp.toUpperCase()}`, `tlp:${tlp}`].map((text) => [text, tlp] as const),
    ),
    ['TLP:WHITE', 'clear'] as const,
    ['Tlp:Amber+Strict', 'amber+strict'] as const,
  ])('%s is %s', (text, tlp) => expect(tlpFromLabel(text)).toBe(tlp));

  it.each([
    '',
    'TLP:',
    'TLP: RED',
    'tlp:amber strict',
    'TLP:AMBER+STRICT ',
    ' TLP:RED',
    'TLP:RED\n',
    'TLP:ORANGE',
    'TLP-RED',
    '\u0422LP:RED',
    'TLP:GRE\u0395N',
    'TLP:CLEAR,RED',
    'tlp:ex:chr',
    'TLP:TLP:RED',
    'constructor',
    'TLP:AMBER-STRICT',
    ...([['TLP:RED', 'TLP:GREEN'], ['TLP:RED'], null, undefined, 4, {}] as never[]),
  ])('%j is unknown', (text) => expect(() => tlpFromLabel(text)).toThrow(/^tlp_unknown/));
});
