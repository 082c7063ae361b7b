import { extract } from './extract.js';
import { viewOf } from './view.js';

const itemsOf = (text: string) => extract(viewOf(text, 'text')).items;
const sure = (text: string) => itemsOf(text).filter(({ doubts }) => doubts.length === 0);
const valuesOf = (text: string) => itemsOf(text).map(({ type, value }) => `${type} ${value}`);

describe('dots that are spelt out', () => {
  it.each([
    ['evil dot example dot com', 'domain-name evil.example.com'],
    ['EVIL DOT bank-login DOT CO DOT UK', 'domain-name evil.bank-login.co.uk'],
    ['www[.]evil dot com', 'domain-name www.evil.com'],
    ['evil [dot] example dot com', 'domain-name evil.example.com'],
    ['münchen dot evil dot de', 'domain-name xn--mnchen-3ya.evil.de'],
    ['203 dot 0 dot 113 dot 7', 'ipv4-addr 203.0.113.7'],
    ['203.0 dot 113[.]7', 'ipv4-addr 203.0.113.7'],
    ['phish (at) bad dot example', 'email-addr phish@bad.example'],
    ['phish@bad dot top', 'email-addr phish@bad.top'],
    ['hxxp://evil dot example/a', 'url http://evil.example/a'],
    ['hxxps[:]//www dot evil dot top:8443/a?b', 'url https://www.evil.top:8443/a?b'],
    ['h**p://203 dot 0 dot 113 dot 7', 'url http://203.0.113.7/'],
  ])('are undone in %j', (written, value) => {
    const text = `It was ${written}, that did it.`;
    const items = sure(text);
    expect(items.map((one) => `${one.type} ${one.value}`)).toEqual([value]);
    expect(itemsOf(text)).toHaveLength(1);
    expect(items[0]!.places).toEqual([
      expect.objectContaining({ offset: 7, length: written.length, written, defanged: true }),
    ]);
  });

  it.each([
    ['The victims were sent to evil dot com by the mail.', 'evil.com'],
    ['The victims were sent to evil-login dot ru.', 'evil-login.ru'],
    ['It resolves evil dot example and', 'evil.example'],
    ['C2: evil dot top', 'evil.top'],
    ['- evil dot site\n- x', 'evil.site'],
    ['| evil dot site | C2 |', 'evil.site'],
    ['"evil dot live", it says', 'evil.live'],
    ['evil.co dot uk was met', 'evil.co.uk'],
    ['evil dot example dot top was met', 'evil.example.top'],
  ])('are doubted where one may be a word: %j', (text, value) => {
    expect(itemsOf(text).map((one) => [one.value, one.doubts])).toEqual([[value, ['spelt_out']]]);
  });

  it.each([
    'the dot com bubble, a dot com company, the post dot com years',
    'Every dot in the picture is a host, each dot is red and the dot at the end is one too.',
    'Connect dot to dot in the picture, from dot to dot to dot.',
    'Look at the red dot top left, the second dot live on the map, the dot site.',
    'Add a dot so that it ends; put a dot as the last, move the dot by one, a dot no wider.',
    'We used Microsoft dot net framework 4, and Java dot com boom stories.',
    'version 1 dot 2, release 10 dot 4 dot 1 of it',
    'run dot py, setup dot sh and payload dot exe',
    'dot com',
    'evil dot',
    'evil dot dot com',
    'dot dot dot com',
    '... dot com',
    'co dot uk',
    'evil dot bogus dot nonesuch',
    '@evil dot com',
    'x/evil dot com',
    'a=evil dot top dot com2',
    'evil dot example dot\ncom',
    'evil dot\nexample dot com',
    'evil\ndot example dot com',
    'evil dot example\ndot com',
    'evil dot example dot [com]',
    'hxxp://evil dot bogus/a',
    'hxxp://evil dot [example]/a',
  ])('are words, or a part of a value, of which nothing is made: %j', (text) => {
    expect(valuesOf(text)).toEqual([]);
  });

  it('do not make a report one that defangs, where they may be words', () => {
    expect(sure('Sent to evil dot com, then http://live.example/x').map(({ value }) => value)).toEqual([
      'http://live.example/x',
    ]);
  });
});
