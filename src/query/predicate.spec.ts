import type { Facts } from '../kernel/index.js';
import { parseQuery, toPredicate } from './index.js';

const NOW = Date.UTC(2026, 0, 31, 12);
const NZ = '6f1c2f0e-0000-4000-8000-000000000001';
const context = { now: NOW, organisation: (name: string) => (name === 'cert-nz' ? NZ : undefined) };
const HOUR = 3_600_000;

const facts: Facts = {
  type: 'indicator',
  id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
  tlp: 'amber',
  organisationId: NZ,
  confidence: 70,
  labels: ['hafnium', 'web shell'],
  created: NOW - 48 * HOUR,
  modified: NOW - 24 * HOUR,
  validUntil: NOW + HOUR,
  revoked: false,
  observables: [
    { type: 'ipv4-addr', value: '203.0.113.7' },
    { type: 'ipv4-addr', value: '198.51.100.0/24' },
    { type: 'ipv6-addr', value: '2001:db8::1' },
    { type: 'ipv6-addr', value: '::ffff:192.0.2.1' },
    { type: 'domain-name', value: 'www.evil.example' },
    { type: 'url', value: 'http://cdn.bad.example/a?b=1' },
    { type: 'email-addr', value: 'Bob@mail.example' },
    { type: 'SHA-256', value: 'ab'.repeat(32) },
    { type: 'ja3', value: 'd41d8cd98f00b204e9800998ecf8427e' },
    { type: 'x509-certificate', value: 'cd'.repeat(20) },
    { type: 'file-name', value: 'Update.zip' },
  ],
  text: 'a web shell with 50%_off\nhafnium\nétude',
};
const bare: Facts = { ...facts, confidence: null, validUntil: null, labels: [], observables: [] };
const matches = (query: string, of: Facts = facts) => toPredicate(parseQuery(query, context), () => NOW)(of);

const yes = `
  "web shell" | WEB | 50%_off | ÉTUDE | web OR nothing | -nothing | (nothing OR -nothing) | -(nothing OR nought)
  type:indicator | type:ip | type:ipv6-addr | type:hash | type:sha256 | type:email | -type:md5 | -type:report
  id:indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f
  tlp:amber | tlp<=amber | tlp>=amber | tlp<amber+strict | tlp>green | tlp!=red | -tlp:red
  confidence:70 | confidence>=70 | confidence<=70 | confidence>69 | confidence<71 | confidence!=71
  label:HAFNIUM | label:haf* | label:"web shell" | label:web* | -label:haf
  from:cert-nz
  since:24h | since:2d | -since:23h | until:23h | -until:24h | created>=48h | created<47h | created<=48h | -created>48h
  expires<2h | expires>=1h | expires<=1h | -expires<1h | is:active | -is:expired | -is:revoked
  203.0.113.7 | 203[.]0[.]113[.]7 | 198.51.100.200 | 2001:db8::1 | ::ffff:192.0.2.1
  in:203.0.113.0/24 | 203.0.113.7/32 | in:198.51.100.0/24 | in:198.51.0.0/16 | in:0.0.0.0/0 | in:2001:db8::/32 | in:::/0
  value:203.0.113.7 | value:198.51.100.0/24
  evil.example | domain:www.evil.example | domain:example | bad[.]example | mail.example
  hxxp://CDN.bad[.]example/a?b=1 | value:hxxp://cdn.bad.example/a?b=1 | Bob@MAIL.example | value:Update.zip | Update.zip
  hash:ABABAB | hash:d41d8c | hash:cdcdcd | d41d8cd98f00b204e9800998ecf8427e
`;
const no = `
  nothing | "web  shell" | 50x_off | -web | web nothing | web -shell | -(nothing OR web)
  type:sighting | type:md5 | type:vulnerability | type:x-none | id:indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd30
  tlp:green | tlp<amber | tlp>amber | tlp!=amber | confidence:71 | confidence>70 | confidence<70 | confidence!=70
  label:haf | label:"haf*" | label:shell* | since:23h | until:24h | created>48h | created<48h | expires<1h | expires>1h
  is:expired | is:revoked | -is:active
  203.0.113.70 | 198.51.101.1 | ::1 | 192.0.2.1 | in:203.0.113.8/29 | in:198.51.100.0/25 | in:2001:db8:1::/48
  value:203.0.113.0/24 | value:198.51.100.7 | value:update.zip | update.zip
  vil.example | domain:ww.evil.example | domain:xample | domain:a.www.evil.example | domain:update.zip
  http://cdn.bad.example/ | bob@mail.example | hash:bababa | hash:d41d8d | 00000000000000000000000000000000
`;
const each = (table: string) => table.split(/\s*[|\n]\s*/).filter((query) => query.trim() !== '');

describe('toPredicate', () => {
  it.each(each(yes))('%s matches', (query) => expect(matches(query)).toBe(true));
  it.each(each(no))('%s does not match', (query) => expect(matches(query)).toBe(false));

  it('matches everything when empty', () => expect(matches('')).toBe(true));

  it.each(['=', '!=', '<', '<=', '>', '>='])('knows two truth values: no confidence %s 70 is false', (operator) => {
    expect(matches(`confidence${operator}70`, bare)).toBe(false);
    expect(matches(`-confidence${operator}70`, bare)).toBe(true);
  });

  it('never lets expire what has no end', () => {
    expect(matches('expires<1d', bare)).toBe(false);
    expect(matches('-expires<1d', bare)).toBe(true);
    expect(matches('is:active', bare)).toBe(true);
  });

  it('judges is:active by the clock of the moment, not of the parse', () => {
    let now = NOW;
    const active = toPredicate(parseQuery('is:active', context), () => now);
    expect(active(facts)).toBe(true);
    now += 2 * HOUR;
    expect(active(facts)).toBe(false);
    expect(active({ ...facts, validUntil: now })).toBe(true);
    expect(active({ ...bare, revoked: true })).toBe(false);
  });
});
