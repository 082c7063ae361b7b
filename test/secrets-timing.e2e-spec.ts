import { setTimeout } from 'node:timers/promises';
import { Passwords } from '../src/members/index.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, client, rowsOf, seedAlliance, signIn } from './support/people.js';
import { interleaved, unlike } from './support/samples.js';

/** Times as many samples as usual: by hand. */
const MORE = Number(process.env['TIMING_SAMPLES'] ?? 1);
const WARM = 4;
const SIGN_INS = 40 * MORE;
const KEYS = 250 * MORE;
const INVITED = 60 * MORE;
const KNOWN = Math.max(SIGN_INS, INVITED) + WARM;

type Deed = (i: number) => Promise<unknown>;

/** Two deeds of which one must not be told from the other by the time it takes. */
interface Pair {
  readonly deeds: (hub: Hub, alliance: Alliance) => [Deed, Deed];
  readonly samples: number;
  /** Medians may be so far apart. */
  readonly ms: number;
}

const known = (i: number) => `known${i % KNOWN}@cert-b.example`;
const cheaper = (i: number) => `cheaper${i % KNOWN}@cert-b.example`;
const nobody = (i: number) => `nobody${i % KNOWN}@cert-b.example`;
let from = 0;
/** From an address that has not tried before. */
const elsewhere = () => ({ 'x-forwarded-for': `2001:db8:0:${(from++).toString(16)}::1` });

const bearer =
  ({ url }: Hub, text: string): Deed =>
  () =>
    client(url)('GET', '/api/v1/search', undefined, { authorization: `Bearer ${text}` });

const inviting =
  ({ api, people }: Alliance, address: (i: number) => string): Deed =>
  async (i) => {
    const { status } = await api(people.adminA)('POST', '/api/v1/invitations', { email: address(i), role: 'reader' });
    expect(status).toBe(201);
  };

const signing =
  (hub: Hub, address: (i: number) => string): Deed =>
  async (i) => {
    const { status } = await signIn(hub, address(i), 'not the right words at all', elsewhere());
    expect(status).toBe(401);
  };

const SIGNING: Pair = {
  deeds: (hub) => [signing(hub, known), signing(hub, nobody)],
  samples: SIGN_INS,
  ms: 5,
};
const KEYED: Pair = {
  deeds: (hub, { keys }) => [
    bearer(hub, `tocsin_${keys.a.id}_${'A'.repeat(43)}`),
    bearer(hub, `tocsin_${'0'.repeat(16)}_${'A'.repeat(43)}`),
  ],
  samples: KEYS,
  ms: 1,
};
const INVITING: Pair = {
  deeds: (_, alliance) => [inviting(alliance, known), inviting(alliance, nobody)],
  samples: INVITED,
  ms: 2,
};

describe('the time that an answer takes', () => {
  let hub: Hub;
  let alliance: Alliance;
  beforeAll(async () => {
    hub = await startHub({ TRUST_PROXY: '127.0.0.1' });
    alliance = await seedAlliance(hub);
    // as costly to compare as those that the hub makes
    const hash = await hub.app.get(Passwords).hash('nine plovers on the wall', []);
    const seat = (name: string, password: string) =>
      rowsOf(
        hub,
        `insert into person (id, organisation_id, email, name, role, password_hash)
         select gen_random_uuid(), $1, $4 || i || '@cert-b.example', 'x', 'analyst', $2 from generate_series(0, $3::int - 1) i`,
        [alliance.org['cert-b'], password, KNOWN, name],
      );
    await seat('known', hash);
    // as the alliance of most tests has them: cheaper than what is compared for nobody
    const [ana] = await rowsOf<{ password_hash: string }>(hub, 'select password_hash from person where id = $1', [
      alliance.people.ana.id,
    ]);
    await seat('cheaper', ana!.password_hash);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const differs = async ({ deeds, samples, ms }: Pair) =>
    unlike(await interleaved(deeds(hub, alliance), samples, WARM), ms);

  it.each([
    ['A06: does not tell an unknown account from a wrong password', SIGNING],
    ['B02: does not tell a key that there is from one that there is not', KEYED],
    ['A25: does not tell an address that another organisation knows', INVITING],
  ])(
    '%s',
    async (_, pair) => {
      // twice more, for a machine has other things to do
      expect((await differs(pair)) && (await differs(pair)) && (await differs(pair))).toBe(false);
    },
    120_000,
  );

  it('would tell by a few milliseconds', async () => {
    const slow: Pair = {
      ...KEYED,
      deeds: (...all) => {
        const [one, other] = KEYED.deeds(...all);
        return [one, (i) => other(i).then(() => setTimeout(3))];
      },
    };
    expect((await differs(slow)) || (await differs(slow))).toBe(true);
  });

  it('would tell an account whose password was hashed at another cost', async () => {
    const cheap: Pair = { ...SIGNING, deeds: (of) => [signing(of, cheaper), signing(of, nobody)] };
    expect((await differs(cheap)) || (await differs(cheap)) || (await differs(cheap))).toBe(true);
  });
});
