import { madeReference, uriOf } from './object-shapes.js';

describe('a reference that the hub writes', () => {
  it.each<[object]>([
    [{ source_name: 'cve', external_id: 'CVE-2021-26855' }],
    [{ source_name: 'capec', external_id: 'CAPEC-163' }],
    [{ source_name: 'a report', url: 'https://e.example/a?b=%20#c' }],
    [{ source_name: 'x', description: 'd', hashes: { 'SHA-256': 'a'.repeat(64) }, x_more: 1 }],
  ])('stays as it is: %j', (reference) => {
    expect(madeReference(reference, '/r')).toEqual(reference);
  });

  it('has a URL as a URI', () => {
    const said = { source_name: 'x', url: 'https://e.example/ü?a b' };
    expect(madeReference(said, '/r')).toEqual({ ...said, url: 'https://e.example/%C3%BC?a%20b' });
    expect(uriOf('mailto:a@e.example')).toBe('mailto:a@e.example');
  });

  it.each<[object, string]>([
    [{ source_name: 'cve', external_id: 'NOCVE' }, '/external_id'],
    [{ source_name: 'cve', url: 'https://e.example/' }, '/external_id'],
    [{ source_name: 'capec', description: 'd' }, '/external_id'],
    [{ source_name: 'x', url: 'not a url' }, '/url'],
    [{ source_name: 'x', external_id: '1', hashes: { MD5: 'zz' } }, '/hashes'],
    [{ source_name: 'x', external_id: '1', hashes: {} }, '/hashes'],
    [{ source_name: 'x', external_id: '1', foo: null }, '/foo'],
    [{ source_name: 'x', external_id: '1', 'a/b': [] }, '/a~1b'],
    [{ source_name: 'x' }, ''],
  ])('is refused: %j', (reference, pointer) => {
    expect(() => madeReference(reference, '/r')).toThrow(
      expect.objectContaining({ code: 'object_invalid', more: { pointer: `/r${pointer}` } }),
    );
  });
});
