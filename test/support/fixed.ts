import { createHash } from 'node:crypto';

const hex = (name: string): string => createHash('sha256').update(name).digest('hex');

/** A UUID that is always the same for a name; version 5, so that it is told from those that the hub makes at random. */
export function fixedUuid(name: string): string {
  const h = hex(name);
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-5${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

/** 43 characters of base64url, as secrets have. */
const fixedSecret = (name: string): string => createHash('sha256').update(`secret ${name}`).digest('base64url');

export const fixedKey = (name: string): { id: string; text: string } => {
  const id = hex(`key ${name}`).slice(0, 16);
  return { id, text: `tocsin_${id}_${fixedSecret(`key ${name}`)}` };
};

export const fixedSession = (name: string): { id: string; text: string } => {
  const id = fixedUuid(`session ${name}`);
  return { id, text: `${id}.${fixedSecret(`session ${name}`)}` };
};

export const sha256Of = (text: string): Buffer => createHash('sha256').update(text).digest();

const MARKINGS: Record<string, string> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
};

export const indicatorId = (name: string): string => `indicator--${fixedUuid(`indicator ${name}`)}`;

/** A whole STIX indicator whose every byte is said here: the hub fills in nothing but its maker. `version`: minutes. */
export function fixedIndicator(name: string, tlp: string, value: string, more: Record<string, unknown> = {}): object {
  const { version = 0, ...rest } = more as { version?: number };
  const modified = new Date(Date.UTC(2021, 2, 2, 0, version)).toISOString();
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: indicatorId(name),
    created: '2021-03-02T00:00:00.000Z',
    modified,
    pattern: `[domain-name:value = '${value}']`,
    pattern_type: 'stix',
    valid_from: '2021-03-02T00:00:00.000Z',
    object_marking_refs: [MARKINGS[tlp]],
    ...rest,
  };
}
