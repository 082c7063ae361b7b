import type { Found } from '../reading.js';
import {
  type Json,
  attribute,
  event,
  faults,
  found,
  labelOf,
  objectOf,
  objects,
  reaching,
  uuid,
} from './misp-samples.js';
import type { MispContext } from './read-misp.js';

describe('who may have what is in a MISP event', () => {
  const said = async (whole: Json, part: Json = {}, context?: MispContext) => {
    const all = await found(event({ ...whole, Attribute: [attribute(10, 'a.example', part)] }), context);
    const one = all.find((each) => objectOf(each)?.type === 'indicator');
    return one ? `${labelOf(objectOf(one))} ${JSON.stringify(reaching(one))}` : faults(all)[0];
  };
  const tags = (...names: string[]) => ({ Tag: names.map((name) => ({ name })) });

  it.each<[Json, Json, string]>([
    [{}, {}, 'green "all"'],
    [tags('TLP:WHITE'), {}, 'clear "all"'],
    [tags(), {}, 'amber+strict "all"'],
    [tags('tlp:clear', 'tlp:amber'), {}, 'amber "all"'],
    [tags('tlp:green'), tags('tlp:amber'), 'amber "all"'],
    [tags('tlp:amber'), tags('tlp:green'), 'amber "all"'],
    [tags('tlp:red'), {}, ': red_requires_individuals'],
    [{}, tags('tlp:red'), '.Attribute[0]: red_requires_individuals'],
    [tags('tlp:ex:chr'), {}, ': tlp_unknown'],
    [{ distribution: '0' }, {}, 'amber+strict "organisation"'],
    [{ distribution: 1 }, {}, 'amber+strict "organisation"'],
    [{ distribution: '2' }, {}, 'green "all"'],
    [{ distribution: undefined }, {}, 'green "all"'],
    [{ distribution: '9' }, {}, 'amber+strict "organisation"'],
    [{}, { distribution: '0' }, 'amber+strict "organisation"'],
    [{ distribution: '0' }, { distribution: '3' }, 'amber+strict "organisation"'],
    [{ distribution: '4', SharingGroup: { uuid: uuid(90) } }, {}, 'amber+strict "organisation"'],
    [{ distribution: '4', SharingGroup: { uuid: uuid(91) } }, {}, `green {"group":"${uuid(91)}"}`],
    [
      { distribution: '4', SharingGroup: { uuid: uuid(91) }, ...tags('tlp:clear') },
      {},
      `green {"group":"${uuid(91)}"}`,
    ],
    [
      { distribution: '4', SharingGroup: { uuid: uuid(91) } },
      { distribution: '4', SharingGroup: { uuid: uuid(92) } },
      'amber+strict "organisation"',
    ],
  ])('event %j, attribute %j: %s', async (whole, part, expected) => {
    expect(await said(whole, part, { groups: new Set([uuid(91), uuid(92)]) })).toBe(expected);
  });

  it('no grouping names anything stricter than itself', async () => {
    const all = await found(
      event({
        Attribute: [
          attribute(10, 'a.example'),
          attribute(11, 'b.example', tags('tlp:amber')),
          attribute(12, 'c.example', { distribution: '0' }),
        ],
      }),
    );
    const [green, amber, own, ...groupings] = all;
    const at = (one?: Found) => one && objectOf(one)?.id;
    expect(groupings.map((one) => [labelOf(objectOf(one)), reaching(one), objectOf(one)?.['object_refs']])).toEqual([
      ['green', 'all', [at(green)]],
      ['amber', 'all', [at(amber)]],
      ['amber+strict', 'organisation', [at(own)]],
    ]);
  });

  it('a label that becomes stricter makes a later version of the same object', async () => {
    const [before] = objects(await found(event({ Attribute: [attribute(10, 'a.example')] })));
    const later = event({ timestamp: '1767500000', ...tags('tlp:amber'), Attribute: [attribute(10, 'a.example')] });
    const [after] = objects(await found(later));
    expect(after?.id).toBe(before?.id);
    expect(Date.parse(after?.modified ?? '')).toBeGreaterThan(Date.parse(before?.modified ?? ''));
  });
});
