import { checkObject } from './check-object.js';

const uuid = '7f1c2a4e-1d2b-4c3d-9e8f-0a1b2c3d4e5f';
const at = '2026-01-31T12:00:00.000Z';
const domain = (type: string, more: object): object => ({
  type,
  spec_version: '2.1',
  id: `${type}--${uuid}`,
  created: at,
  modified: at,
  ...more,
});
const observable = (type: string, more: object): object => ({ type, id: `${type}--${uuid}`, ...more });
const ip = `ipv4-addr--${uuid}`;
const tcp = (more: object): object => observable('network-traffic', { protocols: ['tcp'], src_ref: ip, ...more });

describe('what properties ask of each other', () => {
  it.each<[string, object]>([
    ['a country', domain('location', { country: 'FR' })],
    ['a point', domain('location', { latitude: -90, longitude: 180, precision: 10.5 })],
    ['a family with a name', domain('malware', { is_family: true, name: 'x' })],
    ['an analysis of observables', domain('malware-analysis', { product: 'p', analysis_sco_refs: [ip] })],
    ['bytes', observable('artifact', { payload_bin: 'eA==' })],
    ['bytes elsewhere', observable('artifact', { url: 'https://e.example/', hashes: { MD5: 'f'.repeat(32) } })],
    ['a file with a name alone', observable('file', { name: 'x' })],
    ['a message', observable('email-message', { is_multipart: false, body: 'b' })],
    ['traffic that has ended', tcp({ is_active: false, end: at, src_port: 0, dst_port: 65_535 })],
  ])('%s is taken', (_, object) => {
    expect(checkObject(object)).toBe(object);
  });

  it.each<[string, object, string]>([
    ['a location of nowhere', domain('location', { name: 'x' }), ''],
    ['half a point', domain('location', { latitude: 1 }), '/latitude'],
    ['the other half', domain('location', { longitude: 1 }), '/longitude'],
    ['a point beyond the pole', domain('location', { latitude: 90.1, longitude: 1 }), '/latitude'],
    ['a point as text', domain('location', { latitude: '1', longitude: 1 }), '/latitude'],
    ['a precise country', domain('location', { country: 'FR', precision: 1 }), '/precision'],
    ['a family without a name', domain('malware', { is_family: true }), '/name'],
    ['an analysis without a result', domain('malware-analysis', { product: 'p' }), ''],
    ['bytes here and elsewhere', observable('artifact', { payload_bin: 'eA==', url: 'https://e.example/' }), '/url'],
    ['unknown bytes elsewhere', observable('artifact', { url: 'https://e.example/' }), '/hashes'],
    ['a file of which nothing is known', observable('file', { size: 5 }), ''],
    ['a file with no hashes, as an object', observable('file', { name: 'x', hashes: {} }), '/hashes'],
    ['a message in parts and whole', observable('email-message', { is_multipart: true, body: 'b' }), '/body'],
    [
      'a whole message in parts',
      observable('email-message', { is_multipart: false, body_multipart: [{ body: 'b' }] }),
      '/body_multipart',
    ],
    ['traffic between nobody', observable('network-traffic', { protocols: ['tcp'] }), ''],
    ['a port that is none', tcp({ dst_port: 65_536 }), '/dst_port'],
    ['traffic that goes on after its end', tcp({ is_active: true, end: at }), '/end'],
  ])('%s is refused', (_, object, pointer) => {
    expect(() => checkObject(object)).toThrow(
      expect.objectContaining({ code: 'object_invalid', more: expect.objectContaining({ pointer }) as unknown }),
    );
  });
});
