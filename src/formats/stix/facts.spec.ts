import type { StixObject } from '../../kernel/index.js';
import { facts } from './facts.js';

const at = { tlp: 'amber', organisationId: '6a0a2d1c-0000-4000-8000-000000000001' } as const;
const indicator: StixObject = {
  type: 'indicator',
  id: 'indicator--7f1c2a4e-1d2b-4c3d-9e8f-0a1b2c3d4e5f',
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-02T00:00:00.000Z',
  name: 'Web Shell',
  labels: ['Hafnium'],
  confidence: 70,
  valid_until: '2027-01-01T00:00:00Z',
  pattern: "[url:value = 'http://EVIL.example/A' OR file:name = 'A.aspx']",
  pattern_type: 'stix',
};

describe('facts', () => {
  it('of an indicator hold its observables and all that is searched', () => {
    expect(facts(indicator, at)).toEqual({
      ...at,
      type: 'indicator',
      id: indicator.id,
      confidence: 70,
      labels: ['hafnium'],
      created: Date.UTC(2026, 0, 1),
      modified: Date.UTC(2026, 0, 2),
      validUntil: Date.UTC(2027, 0, 1),
      revoked: false,
      observables: [
        { type: 'url', value: 'http://evil.example/A' },
        { type: 'file-name', value: 'A.aspx' },
      ],
      text: 'web shell\nhafnium\nhttp://evil.example/a\na.aspx',
    });
  });

  it('of an opaque pattern hold no observables', () => {
    const yara = { ...indicator, pattern_type: 'yara', pattern: 'rule x { condition: true }' };
    expect(facts(yara, at)).toMatchObject({ observables: [], text: 'web shell\nhafnium' });
  });

  it('of what says little are empty, never wrong', () => {
    const custom = { type: 'x-foo', id: 'x-foo--7f1c2a4e-1d2b-4c3d-9e8f-0a1b2c3d4e5f', name: 5, valid_until: 'soon' };
    expect(facts(custom as unknown as StixObject, at)).toMatchObject({
      confidence: null,
      labels: [],
      created: 0,
      modified: 0,
      validUntil: null,
      revoked: false,
      text: '',
    });
  });

  it('of a pattern that can’t be read are a fault at the pattern', () => {
    expect(() => facts({ ...indicator, pattern: '[a:b' }, at)).toThrow(
      expect.objectContaining({ code: 'pattern_invalid', more: { pointer: '/pattern' } }),
    );
  });
});
