import { envelopeOf } from './envelope.js';

const of = (text: string) => envelopeOf(Buffer.from(text));

describe('a TAXII envelope', () => {
  it.each([
    ['{}', false, undefined, 0],
    ['{"more":true,"next":"abc","objects":[{"type":"x"},{"objects":[1]}]}', true, 'abc', 2],
    ['{"objects":[{"type":"x","more":true}],"more":true,\n"next":"abc"}', true, 'abc', 1],
    ['{ "objects": [], "more": false, "next": "" }', false, undefined, 0],
    ['{"type":"bundle","id":"x","objects":[{"next":"no"}]}', false, undefined, 1],
  ])('%s says whether there is more, and what that is asked for with', (text, more, next, objects) =>
    expect(of(text)).toEqual({ more, next, objects }),
  );

  it.each([
    '[]',
    'x',
    '',
    '"x"',
    '{"more":"yes","objects":[]}',
    '{"more":true,"next":5}',
    '{"objects":[',
    '<html></html>',
  ])('%s is none', (text) => expect(() => of(text)).toThrow(/invalid/));
});
