import { COOKIE, credentialIn, type Incoming } from './incoming.js';

const KEY = `tocsin_${'0'.repeat(16)}_${'A'.repeat(43)}`;
const of = (headers: Incoming['headers'], more: Partial<Incoming> = {}) => {
  try {
    return credentialIn({ headers, address: '192.0.2.1', ...more });
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('credentialIn', () => {
  it('finds the one credential there is', () => {
    expect(of({})).toBeNull();
    expect(of({ cookie: 'theme=dark; other=1' })).toBeNull();
    expect(of({ cookie: `theme=dark; ${COOKIE}=abc` })).toEqual({ kind: 'session', token: 'abc' });
    expect(of({ authorization: `bearer  ${KEY}` })).toEqual({ kind: 'bearer', authorization: `bearer ${KEY}` });
    expect(of({ authorization: `Token ${KEY}` })).toEqual({ kind: 'bearer', authorization: `Bearer ${KEY}` });
    expect(of({ authorization: KEY })).toEqual({ kind: 'bearer', authorization: `Bearer ${KEY}` });
    expect(of({ authorization: 'Basic abc' })).toEqual({ kind: 'basic', authorization: 'Basic abc' });
  });

  it.each(['', 'Bearer', 'Bearer a b', 'Digest abc', 'abc', `${KEY} a`, ` ${KEY}.`])(
    'B11: does not take %j for one',
    (authorization) => {
      expect(of({ authorization })).toBe('unauthorized');
    },
  );

  it('B12: refuses two, of whatever kinds', () => {
    const cookie = `${COOKIE}=abc`;
    const authorization = `Bearer ${KEY}`;
    expect(of({ cookie, authorization })).toBe('ambiguous_credentials');
    expect(of({ cookie: `${cookie}; ${cookie}` })).toBe('ambiguous_credentials');
    const rawHeaders = ['Authorization', authorization, 'Host', 'x', 'authorization', authorization];
    expect(of({ authorization }, { rawHeaders })).toBe('ambiguous_credentials');
  });

  it.each([
    `/?q=${KEY}`,
    '/?apikey=1',
    '/?a=1&Access_Token=2',
    `/${KEY}`,
    '/?a=b?c&token=1',
    '/?%74oken=1',
    '/?a=b&api-key',
  ])('B01: sees a credential in %s', (url) =>
    expect(of({ authorization: `Bearer ${KEY}` }, { url })).toBe('credentials_in_url'),
  );

  it.each(['/', '/api/v1/search?q=token', '/?filter=%22a%26token%3D1%22', '/api/v1/tokens'])(
    'sees none in %s',
    (url) => {
      expect(of({}, { url })).toBeNull();
    },
  );
});
