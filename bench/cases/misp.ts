import { performance } from 'node:perf_hooks';
import { readMispParts } from '../../src/formats/index.js';
import { measured } from '../hub-side.js';
import type { Result } from '../report.js';
import type { Rig } from '../rig.js';

const EVENTS = 500;
const ATTRIBUTES = 20;
const OBJECTS = EVENTS * (ATTRIBUTES + 1);
/** Events pulled, one after the other. */
const PULLS = 100;
/** Objects a second that a hub must take in, as it takes indicators in. */
const BAR = 3_000;

/** MISP events read and submitted as one stream, beside the reading of them alone; then a manifest of what is there. */
export async function misp(rig: Rig): Promise<Result[]> {
  const alliance = await rig.alliance(2);
  await using hub = await alliance.hub();
  const [{ token: by }, { token: reader }] = [alliance.members[0]!, alliance.members[1]!];
  await post(hub.url, by, textOf(100_000, 100));
  const text = textOf(0, EVENTS);
  const read = await readAlone(text);
  const { result: seconds, ...cpu } = await measured(rig, hub, () => post(hub.url, by, text));
  const begun = performance.now();
  const uuids = Object.keys(await pull(hub.url, reader, 'manifest'));
  const manifest = performance.now() - begun;
  const event = await pullEvents(hub.url, reader, uuids);
  const rate = OBJECTS / seconds;
  return [
    {
      case: `${EVENTS} MISP events of ${ATTRIBUTES} attributes handed in (${Math.round(EVENTS / seconds)} events/s)`,
      hub: { rate, ...cpu },
      peers: {
        'read alone': { rate: OBJECTS / read },
        'manifest of it': { p50: manifest },
        'an event of it pulled': { p50: event },
      },
      ratio: { 'read alone': rate / (OBJECTS / read) },
      bar: `≥ ${BAR.toLocaleString('en')} objects/s`,
      met: rate >= BAR,
    },
  ];
}

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

function textOf(from: number, events: number): string {
  const each = Array.from({ length: events }, (_, i) => {
    const at = (from + i) * 100;
    const Attribute = Array.from({ length: ATTRIBUTES }, (__, j) => ({
      uuid: uuid(at + j + 1),
      type: 'domain',
      category: 'Network activity',
      value: `m${at + j}.example`,
      to_ids: true,
      timestamp: '1767300000',
      comment: 'seen in mail to several members',
      distribution: '5',
    }));
    const Event = {
      uuid: uuid(at),
      info: `Event ${at}`,
      date: '2026-01-02',
      timestamp: '1767400000',
      distribution: '3',
    };
    return JSON.stringify({
      Event: { ...Event, threat_level_id: '2', analysis: '1', Attribute, Tag: [{ name: 'tlp:green' }] },
    });
  });
  return each.join('\n');
}

async function readAlone(text: string): Promise<number> {
  async function* pieces() {
    yield Buffer.from(text);
  }
  const begun = performance.now();
  let found = 0;
  for await (const one of readMispParts(pieces())) if ('object' in one) found += 1;
  if (found !== OBJECTS) throw new Error(`${found} objects, not ${OBJECTS}`);
  return (performance.now() - begun) / 1_000;
}

async function post(url: string, token: string, body: string): Promise<number> {
  const begun = performance.now();
  const response = await fetch(`${url}/api/v1/misp/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body,
  });
  const answer = await response.text();
  if (!response.ok || !answer.includes('"rejected":0')) throw new Error(`${response.status} ${answer.slice(0, 500)}`);
  return (performance.now() - begun) / 1_000;
}

async function pull(url: string, token: string, name: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/misp/feed/${name}.json`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()) as Record<string, unknown>;
}

/** Milliseconds for one of them; each is given when its second is over, so that those that are there now are asked for again. */
async function pullEvents(url: string, token: string, uuids: readonly string[]): Promise<number> {
  if (uuids.length === 0) throw new Error('no event is in the feed yet');
  const times: number[] = [];
  for (let i = 0; i < PULLS; i += 1) {
    const begun = performance.now();
    await pull(url, token, uuids[i % uuids.length]!);
    times.push(performance.now() - begun);
  }
  return times.toSorted((a, b) => a - b)[PULLS / 2]!;
}
