import { Readable } from 'node:stream';
import { lookInto } from '../formats/index.js';
import { formatOf } from './readers.js';

describe('a file whose sender does not say what it is', () => {
  it.each([
    ['stix', '{"type":"bundle","id":"bundle--1","objects":[]}'],
    ['stix', '{\n  "id": "bundle--1",\n  "type": "bundle",\n'],
    ['stix', '{"objects":[{"type":"ipv4-addr"}]}'],
    ['stix', '{\n  "id": "bundle--01234567-89ab-4def-8123-456789abcdef",\n  "objects": [\n'],
    ['misp', '{"Event":{"info":"x"}}'],
    ['misp', '{\n "info": "x",\n "Attribute": [\n'],
    ['ndjson', '{"type":"indicator","id":"indicator--01234567-89ab-4def-8123-456789abcdef"}\n{"value":"b.example"}\n'],
    ['misp', '{\n "response": [\n {\n "Event": {\n'],
    ['ndjson', '{"value":"evil.example","tlp":"green"}\n{"value":"b.example"}\n'],
    ['ndjson', '{"type":"indicator","spec_version":"2.1"}\n{"value":"b.example"}\n'],
    ['json', '[{"value":"evil.example"}]'],
    ['json', '[\n  "evil.example"\n]'],
    ['json', '{"tlp":"amber","items":[{"value":"evil.example"}]}'],
    ['json', '{\n "value": "evil.example"\n}'],
    ['stix', '[\n {\n "type": "malware", "spec_version": "2.1",\n'],
    ['stix', '{\n "type": "indicator",\n "id": "indicator--6f1c0b3e-0000-4000-8000-000000000000",\n'],
    ['misp', '{\n "info": "x",\n "Attribute": [\n'],
    ['list', '[www.]evil.example\n[1.]2.3.4\n'],
    ['csv', 'value,tlp\nevil.example,green\n'],
    ['list', 'evil.example\nb.example\n'],
  ])('is read as %s: %j', async (format, text) => {
    expect(formatOf((await lookInto(Readable.from([Buffer.from(text)]))).head)).toBe(format);
  });

  it('is refused where it is JSON of some other kind', async () => {
    const { head } = await lookInto(Readable.from([Buffer.from('{\n  "rules": [\n')]));
    expect(() => formatOf(head)).toThrow('unsupported_media_type');
  });
});
