import { checkObject } from './check-object.js';
import { at, uuid, versioned } from './stix-samples.js';

const observable = (type: string, more: object): object => ({ type, id: `${type}--${uuid}`, ...more });
const ip = `ipv4-addr--${uuid}`;
const tcp = (more: object): object => observable('network-traffic', { protocols: ['tcp'], src_ref: ip, ...more });

describe('what properties ask of each other', () => {
  it.each<[string, object]>([
    ['a country', versioned('location', { country: 'FR' })],
    ['a point', versioned('location', { latitude: -90, longitude: 180, precision: 10.5 })],
    ['a family with a name', versioned('malware', { is_family: true, name: 'x' })],
    ['an analysis of observables', versioned('malware-analysis', { product: 'p', analysis_sco_refs: [ip] })],
    ['bytes', observable('artifact', { payload_bin: 'eA==' })],
    ['bytes elsewhere', observable('artifact', { url: 'https://e.example/', hashes: { MD5: 'f'.repeat(32) } })],
    ['a file with a name alone', observable('file', { name: 'x' })],
    ['a message', observable('email-message', { is_multipart: false, body: 'b' })],
    ['traffic that has ended', tcp({ is_active: false, end: at, src_port: 0, dst_port: 65_535 })],
  ])('%s is taken', (_, object) => {
    expect(checkObject(object)).toBe(object);
  });

  it.each<[string, object, string]>([
    ['a location of nowhere', versioned('location', { name: 'x' }), ''],
    ['half a point', versioned('location', { latitude: 1 }), '/latitude'],
    ['the other half', versioned('location', { longitude: 1 }), '/longitude'],
    ['a point beyond the pole', versioned('location', { latitude: 90.1, longitude: 1 }), '/latitude'],
    ['a point as text', versioned('location', { latitude: '1', longitude: 1 }), '/latitude'],
    ['a precise country', versioned('location', { country: 'FR', precision: 1 }), '/precision'],
    ['a family without a name', versioned('malware', { is_family: true }), '/name'],
    ['an analysis without a result', versioned('malware-analysis', { product: 'p' }), ''],
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
