import { TLP_MARKING } from '../../src/kernel/index.js';

/** A whole STIX 2.1 indicator of a domain name, TLP:GREEN, with a new id. */
export const stixIndicator = <T extends object>(domain: string, more: T) => ({
  type: 'indicator',
  spec_version: '2.1',
  id: `indicator--${crypto.randomUUID()}`,
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  pattern: `[domain-name:value = '${domain}']`,
  pattern_type: 'stix',
  valid_from: '2026-01-01T00:00:00Z',
  object_marking_refs: [TLP_MARKING.green],
  ...more,
});
