import type { Tlp } from '../../kernel/index.js';
import { AdvisoryText } from '../advisory/advisory-text.js';
import type { Published } from '../advisory/published.js';
import type { CsafContext } from './to-csaf.js';

// what the specs of this folder have in common

export const lead = 'identity--11111111-1111-4111-8111-111111111111';
export const other = 'identity--22222222-2222-4222-8222-222222222222';
export const context: CsafContext = {
  namespace: 'https://hub.example',
  self: 'https://hub.example/.well-known/csaf/white/2026/report--6f1d2c3b-4a59-4687-9876-0123456789ab.json',
  names: new Map([
    [lead, 'CERT A'],
    [other, 'CERT B'],
  ]),
  earlier: [],
};
export const at = '2026-01-01T00:00:00.000Z';

export const publishedAs = (text: AdvisoryText, tlp: Tlp, more: Partial<Published> = {}): Published => ({
  ...text,
  id: 'report--6f1d2c3b-4a59-4687-9876-0123456789ab',
  version: 1,
  tlp,
  lead,
  authors: [lead],
  quorum: 0,
  signatures: [],
  created: at,
  published: at,
  modified: at,
  links: [],
  ...more,
});

export const plain = AdvisoryText.parse({
  kind: 'joint-attribution',
  title: 'A title',
  body: '# Words',
  severity: 'high',
  actor: { type: 'threat-actor', name: 'HERON' },
  vulnerabilities: [
    {
      cve: 'CVE-2021-26855',
      cwe: 'CWE-918',
      cvss: [
        'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
        'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
      ],
    },
  ],
  products: [{ vendor: 'V', name: 'P', version: '<2', status: 'affected' }],
});
