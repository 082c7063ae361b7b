import { checkObject } from './check-object.js';
import { RECALLED_AT, RECALLED_MEMBERS } from './recalled.js';

const at = '2026-01-02T03:04:05.678901Z';

describe('what is given of an object that was recalled', () => {
  it.each([...RECALLED_MEMBERS])('is an object of STIX 2.1: %s', (type, members) => {
    const text = `{"type":"${type}","spec_version":"2.1","id":"${type}--11111111-1111-4111-8111-111111111111","created":"${at}","modified":"${at}","revoked":true,"labels":["recalled"]${members.replaceAll(RECALLED_AT, at)}}`;
    expect(checkObject(JSON.parse(text))).toMatchObject({ type });
    expect(text).not.toContain('undefined');
  });

  it('has nothing neutral of what STIX can not revoke', () => {
    expect(RECALLED_MEMBERS.size).toBe(23);
    expect(RECALLED_MEMBERS.has('ipv4-addr') || RECALLED_MEMBERS.has('marking-definition')).toBe(false);
    expect(RECALLED_MEMBERS.get('observed-data')).toContain('"object_refs":["relationship--');
  });
});
