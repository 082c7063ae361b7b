import type { Fault } from '../../kernel/index.js';
import type { Found } from '../reading.js';
import { NOT_FOR_DETECTION } from './misp.js';
import { again as roundTrip } from './misp-meaning.js';
import { attribute, event, faults, found, notes, objects, uuid } from './misp-samples.js';
import { readMisp, readMispEvent } from './read-misp.js';
import { papOf } from '../export/pap.js';

describe('MISP events', () => {
  const two = [
    event({ Attribute: [attribute(10, 'a.example')] }),
    event({ uuid: uuid(3), Attribute: [attribute(11, 'b.example')] }),
  ];

  it.each<[string, unknown]>([
    ['a list', two],
    ['a list of wrapped ones', two.map((one) => ({ Event: one }))],
    ['the answer of restSearch', { response: two.map((one) => ({ Event: one })), errors: [] }],
    ['one after the other', two.map((one) => JSON.stringify({ Event: one })).join('\n')],
  ])('are read from %s', async (_, json) => {
    const all = objects(await found(json));
    expect(all.map(({ type }) => type)).toEqual(['indicator', 'grouping', 'indicator', 'grouping']);
    expect(all.map(({ pattern }) => pattern)).toEqual(
      expect.arrayContaining([`[domain-name:value = 'a.example']`, `[domain-name:value = 'b.example']`]),
    );
  });

  it('give the same objects every time, and others to another organisation', async () => {
    const [first, again, other] = [await found(two), await found(two), await found(two, { scope: 'cert-b' })];
    expect(again).toEqual(first);
    const ids = new Set(objects(first).map(({ id }) => id));
    expect(objects(other).filter(({ id }) => ids.has(id))).toEqual([]);
  });

  it.each(['}', ']', 'x]', '[1}', '{"response":[]]}', '}}}}', '{},}', '"]', '[]]{'])(
    '%j comes to its end, though it closes what was never opened',
    async (text) => {
      const all = await found(text).catch((error: unknown) => [{ at: '', fault: error as Fault }]);
      expect(faults(all).filter((fault) => !/: (?:invalid_json|misp_invalid)$/.test(fault))).toEqual([]);
    },
  );

  it('lose nothing to a neighbour that is bad', async () => {
    const all = await found({
      response: [
        {
          Event: event({
            Attribute: [
              attribute(10, 'a.example'),
              attribute(11, 'not a domain'),
              { uuid: 'x' },
              attribute(12, 'co.uk'),
              attribute(13, 'c.example'),
            ],
          }),
        },
        { Event: { info: 'without uuid' } },
        { Event: event({ uuid: uuid(4), Tag: [{ name: 'tlp:unclear' }] }) },
        { Event: event({ uuid: uuid(5), Attribute: [attribute(14, 'd.example')] }) },
      ],
    });
    expect(faults(all)).toEqual([
      '[0].Event.Attribute[1]: observable_invalid',
      '[0].Event.Attribute[2]: misp_invalid',
      '[0].Event.Attribute[3]: observable_overbroad',
      '[1]: misp_invalid',
      '[2]: tlp_unknown',
    ]);
    expect(objects(all).filter(({ type }) => type === 'indicator')).toHaveLength(3);
  });

  it('are taken up to where the file breaks off', async () => {
    const text = JSON.stringify(two);
    const seen: Found[] = [];
    await expect(async () => {
      async function* bytes() {
        yield Buffer.from(text.slice(0, -20));
      }
      for await (const one of readMisp(bytes())) seen.push(one);
    }).rejects.toThrow('invalid_json');
    expect(objects(seen)).toHaveLength(2);
  });

  it('keep what is not meant to alert, and say so', async () => {
    const all = objects(
      await found(
        event({
          Attribute: [
            attribute(10, 'a.example', { to_ids: false }),
            attribute(11, '10.0.0.1', { to_ids: false, type: 'ip-dst' }),
            attribute(12, 'some text', { to_ids: false, type: 'text', comment: 'said' }),
          ],
        }),
      ),
    );
    expect(all.map(({ type }) => type)).toEqual(['indicator', 'note', 'note', 'grouping']);
    for (const object of all.slice(0, 3)) expect(object.labels).toContain(NOT_FOR_DETECTION);
    expect(all[2]).toMatchObject({ content: 'some text', abstract: 'text: said', object_refs: [all[3]?.id] });
  });

  it('leave out what is deleted, proposed or local, and say what', async () => {
    const all = await found(
      event({
        Tag: [{ name: 'tlp:green' }, { name: 'ours', local: 1 }, { name: 'PAP:RED' }],
        Attribute: [attribute(10, 'a.example', { deleted: true }), attribute(11, 'b.example')],
        ShadowAttribute: [{ value: 'c.example' }],
      }),
    );
    expect(notes(all)).toEqual(['.Attribute[0]: it is deleted', '.ShadowAttribute: proposals are not taken']);
    expect(objects(all).at(-1)?.labels).toEqual(['pap:red', 'misp:in-event']);
  });

  it('have reports, which are notes on them and come out as they were', async () => {
    const reports = [
      { uuid: uuid(70), name: 'What happened', content: '# Web shells\n\n`@[attribute](a)`', timestamp: '1767000000' },
      { uuid: uuid(71), name: 'For us alone', content: 'names', distribution: '0' },
      { uuid: uuid(72), name: 'Withdrawn', content: 'x', deleted: true },
      { uuid: uuid(73), name: 'Empty', content: '' },
    ];
    const all = await found(event({ Attribute: [attribute(10, 'a.example')], EventReport: reports }));
    const [, first] = objects(all);
    expect(first).toMatchObject({ type: 'note', abstract: 'What happened', content: reports[0]!.content });
    const whole = objects(all).find((one) => one.type === 'grouping' && String(one['object_refs']).includes(first!.id));
    expect(first!['object_refs']).toEqual([whole!.id]);
    expect(notes(all)).toEqual(['.EventReport[2]: it is deleted']);
    expect(all.flatMap((one) => ('fault' in one ? [one.at] : []))).toEqual(['.EventReport[3]']);
    const { events } = await roundTrip(JSON.stringify(event({ Attribute: [], EventReport: reports.slice(0, 1) })));
    expect(events[0]!.EventReport).toEqual([
      expect.objectContaining({ uuid: uuid(70), name: 'What happened', content: reports[0]!.content, deleted: false }),
    ]);
  });

  it('may be used as far as their event and they themselves say, however many tags there are', async () => {
    const many = Array.from({ length: 60 }, (_, i) => ({ name: `t${i}` }));
    const all = await found(
      event({
        Tag: [{ name: 'tlp:green' }, { name: 'PAP:AMBER' }],
        Attribute: [
          attribute(10, 'a.example'),
          attribute(11, 'b.example', { Tag: [{ name: 'PAP:RED' }] }),
          attribute(12, 'c.example', { Tag: [{ name: 'PAP:GREEN' }] }),
          attribute(13, 'd.example', { Tag: [...many, { name: 'pap: red' }], Galaxy: [] }),
        ],
      }),
    );
    expect(objects(all).map((object) => papOf(object))).toEqual(['amber', 'red', 'amber', 'red', 'amber']);
    expect(notes(all)).toEqual(['.Attribute[3]: 10 tags more than are kept are left out']);
  });

  it('of a deleted object are gone with it, and so are references, deleted with it or alone', () => {
    const withIn = (more: object, reference: object = {}) =>
      event({
        Object: [
          {
            uuid: uuid(20),
            name: 'file',
            Attribute: [attribute(21, 'x.exe', { type: 'filename' })],
            ObjectReference: [
              { uuid: uuid(23), referenced_uuid: uuid(10), relationship_type: 'connects-to', ...reference },
            ],
            ...more,
          },
        ],
        Attribute: [attribute(10, 'a.example')],
      });
    const made = readMispEvent(withIn({}), '').flatMap((one) => ('object' in one ? [one.object.id] : []));
    const [, file, object, reference] = made;
    const gone = (json: unknown) => readMispEvent(json, '').flatMap((one) => ('gone' in one ? one.gone : []));
    expect(gone(withIn({ deleted: true }))).toEqual(expect.arrayContaining([file, object, reference]));
    expect(gone(withIn({}, { deleted: true }))).toEqual([reference]);
  });

  it('have sightings, false positives and ends', async () => {
    const Sighting = [
      { uuid: uuid(30), type: '0', date_sighting: '1767301000', Organisation: { name: 'CERT Y', uuid: uuid(31) } },
      { uuid: uuid(32), type: '1', date_sighting: '1767302000', Organisation: { name: 'CERT Z' } },
      { uuid: uuid(33), type: '2', date_sighting: '1767309000' },
      { uuid: uuid(34), type: '7', date_sighting: 'never' },
    ];
    const all = await found(event({ Attribute: [attribute(10, 'a.example', { Sighting })] }));
    const [indicator, sighting, opinion] = objects(all);
    expect(indicator).toMatchObject({ valid_until: '2026-01-01T23:10:00.000Z' });
    expect(sighting).toMatchObject({ type: 'sighting', sighting_of_ref: indicator?.id, count: 1 });
    expect(opinion).toMatchObject({ type: 'opinion', opinion: 'strongly-disagree', object_refs: [indicator?.id] });
    expect(notes(all)).toEqual(['.Attribute[0].Sighting[3]: it is no sighting that can be read']);
  });

  it('have objects with their attributes and references', async () => {
    const all = objects(
      await found(
        event({
          Object: [
            {
              uuid: uuid(20),
              name: 'file',
              timestamp: '1767300000',
              Attribute: [
                attribute(21, 'x.exe', { type: 'filename', object_relation: 'filename' }),
                attribute(22, 'a'.repeat(64), { type: 'sha256', object_relation: 'sha256' }),
              ],
              ObjectReference: [{ uuid: uuid(23), referenced_uuid: uuid(10), relationship_type: 'connects-to' }],
            },
          ],
          Attribute: [attribute(10, 'a.example')],
        }),
      ),
    );
    const [domain, name, hash, object, reference, whole] = all;
    expect(object).toMatchObject({ type: 'grouping', name: 'file', object_refs: [name?.id, hash?.id] });
    expect(reference).toMatchObject({
      relationship_type: 'connects-to',
      source_ref: object?.id,
      target_ref: domain?.id,
    });
    expect(whole?.['object_refs']).toEqual([domain?.id, name?.id, hash?.id, object?.id, reference?.id]);
  });

  it('name ATT&CK techniques by their ids', async () => {
    const Tag = [{ name: 'tlp:green' }, { name: 'misp-galaxy:mitre-attack-pattern="Keylogging - T1056.001"' }];
    const all = objects(await found(event({ Tag, Attribute: [attribute(10, 'a.example')] })));
    expect(all.at(-1)?.['external_references']).toContainEqual({
      source_name: 'mitre-attack',
      external_id: 'T1056.001',
    });
  });
});
