import type { ObservableType } from '../../kernel/index.js';
import { canonical } from './canonical.js';
import { readsAs } from './reads-as.js';

const read = (type: ObservableType, value: string) => readsAs({ type, value: canonical(type, value) });

describe('readsAs', () => {
  it.each<[string, ObservableType, string, ReturnType<typeof readsAs>]>([
    ['a name in one script', 'domain-name', 'bücher.example', { text: 'bücher.example' }],
    ['a name in Cyrillic alone', 'domain-name', 'почта.example', { text: 'почта.example' }],
    ['what Japanese writes together', 'domain-name', '東京タワーのnews.example', { text: '東京タワーのnews.example' }],
    [
      'a Cyrillic letter among Latin ones',
      'domain-name',
      'pаypal.example',
      { text: 'pаypal.example', mixed_scripts: ['Latin', 'Cyrillic'] },
    ],
    ['Greek with Han', 'domain-name', 'αβ東.example', { text: 'αβ東.example', mixed_scripts: ['Greek', 'Han'] }],
    ['scripts of different labels', 'domain-name', 'почта.mail.example', { text: 'почта.mail.example' }],
    [
      'the host of a URL',
      'url',
      'https://pаypal.example/a',
      { text: 'pаypal.example', mixed_scripts: ['Latin', 'Cyrillic'] },
    ],
    ['the host of a mailbox', 'email-addr', 'bob@bücher.example', { text: 'bücher.example' }],
    ['a label that only has xn-- in it', 'domain-name', 'boxn--a.example', undefined],
    ['an ASCII name', 'domain-name', 'paypal.example', undefined],
    ['what has no name', 'ipv4-addr', '198.51.100.7', undefined],
  ])('%s', (_title, type, value, expected) => {
    expect(read(type, value)).toEqual(expected);
  });
});
