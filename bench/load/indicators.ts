/** Bytes of an indicator as the hub stores it. */
const BYTES = 600;

/** An address that no other number gives. */
const address = (i: number): string => `${11 + (i >>> 24)}.${(i >>> 16) & 255}.${(i >>> 8) & 255}.${i & 255}`;

/** The value of the n-th generated indicator: addresses, domains, URLs and hashes in turn. */
export function valueOf(i: number): string {
  const hex = (i * 2_654_435_761).toString(16).padStart(16, '0');
  switch (i % 4) {
    case 0:
      return address(i);
    case 1:
      return `n${i}.c2-${hex.slice(0, 6)}.example.com`;
    case 2:
      return `http://n${i}.drop.example.net/${hex}/payload.bin`;
    default:
      return hex.repeat(4).slice(0, 64);
  }
}

/** An item as a member would submit it; what the hub makes of it has about {@link BYTES} bytes. */
export function itemOf(i: number, more: object = {}): Record<string, unknown> {
  return {
    value: valueOf(i),
    tlp: 'green',
    confidence: (i * 37) % 101,
    labels: ['malicious-activity', `campaign-${i % 50}`],
    description: `Seen by a sensor in sector ${i % 12}, batch ${i % 997}.`,
    ...more,
  };
}

/** The n-th indicator as STIX 2.1 text of {@link BYTES} bytes: what the peers send. */
export function indicatorText(i: number): string {
  const { value, confidence, labels, description } = itemOf(i);
  const object = {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--00000000-0000-4000-8000-${i.toString(16).padStart(12, '0')}`,
    created_by_ref: 'identity--00000000-0000-4000-8000-000000000000',
    created: '2026-11-24T00:00:00.000Z',
    modified: '2026-11-24T00:00:00.000Z',
    pattern: `[x:value = '${String(value)}']`,
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from: '2026-11-24T00:00:00.000Z',
    confidence,
    labels,
    object_marking_refs: ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
    description,
  };
  const text = JSON.stringify(object);
  return `${text.slice(0, -2)}${' '.repeat(Math.max(0, BYTES - text.length))}"}`;
}
