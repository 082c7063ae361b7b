import { type StixObject, TLP_MARKING } from '../../kernel/index.js';
import { uuid } from './misp-samples.js';
import { tagsOf } from './to-attributes.js';

const indicator = (more: object = {}): StixObject => ({
  type: 'indicator',
  spec_version: '2.1',
  id: `indicator--${uuid(1)}`,
  created: '2026-01-02T00:00:00.000Z',
  modified: '2026-01-02T00:00:00.000Z',
  pattern: "[domain-name:value = 'a.example']",
  pattern_type: 'stix',
  valid_from: '2026-01-02T00:00:00.000Z',
  object_marking_refs: [TLP_MARKING.green],
  ...more,
});

describe('tags', () => {
  const names = (labels: string[], more: object = {}) => tagsOf(indicator({ labels, ...more })).map(({ name }) => name);

  it.each([
    ['none that contradicts its own label', ['tlp:red', 'TLP:CLEAR', 'tlp:white', 'TLP: amber', 'tlp="red"'], []],
    ['nor one of the TLP that the hub does not know', ['tlp:ex:chr', 'tlp:unclear'], []],
    ['but one that only begins alike', ['tlpx', 'tlp-like'], ['tlpx', 'tlp-like']],
    ['each once', ['x', 'y', 'x', 'tlp:green', 'pap:red', 'PAP:RED'], ['x', 'y', 'PAP:RED']],
    ['without what is around them', [' x', 'x ', '\ty\n', ' TLP:red\n'], ['x', 'y']],
    ['on one line', ['a\r\nb', 'c \u2028 d'], ['a b', 'c d']],
    ['none of nothing', ['', ' ', '\n', '\u00a0'], []],
    ['nor of what is the hub’s own', [' misp:in-event', 'not-for-detection\n'], []],
  ])('%s: %j', (_, labels, tags) => {
    expect(names(labels)).toEqual(['tlp:green', ...tags]);
  });

  it('one of how sure its author is, though a label says so, too', () => {
    const sure = 'misp:confidence-level="usually-confident"';
    expect(names([sure], { confidence: 75 })).toEqual(['tlp:green', sure]);
  });
});
