import { isOwnOrigin } from './browser-origin.js';

const own = (method: string, headers: Record<string, string>, cookie: boolean) =>
  isOwnOrigin({ method, headers }, ['https://hub.example'], cookie);

describe('isOwnOrigin', () => {
  it('lets reading pass', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS'])
      expect(own(method, { 'sec-fetch-site': 'cross-site' }, true)).toBe(true);
  });

  it.each([
    [{}, true, false],
    [{}, false, true],
    [{ origin: 'https://hub.example' }, true, true],
    [{ origin: 'https://hub.example.evil.example' }, false, false],
    [{ origin: 'null' }, true, false],
    [{ 'sec-fetch-site': 'same-origin' }, true, true],
    [{ 'sec-fetch-site': 'none' }, true, true],
    [{ 'sec-fetch-site': 'same-site' }, true, false],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://hub.example' }, false, false],
  ] as [Record<string, string>, boolean, boolean][])(
    'A24: a change with %j, cookie %s: %s',
    (headers, cookie, expected) => {
      expect(own('POST', headers, cookie)).toBe(expected);
    },
  );
});
