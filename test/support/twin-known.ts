import { organisationId, personId } from './cast.js';
import { fixedKey, indicatorId } from './fixed.js';
import { type Known, NOWHERE } from './twin-asks.js';
import { ownedBy } from './twin-owned.js';
import type { Twin } from './twin.js';

/** Everything that has an id in the world that has more, and one of each that is nowhere. */
export async function knownOf(full: Twin): Promise<Known> {
  const ids = async (text: string) => (await full.rows<{ id: string }>(text)).map(({ id }) => id);
  const indicators = await ids(`select distinct id from object where type = 'indicator' order by id`);
  return {
    telling: ['h0', 'h1', 'r0', 'probe', 'v1', 'v4', 'v6', 'nowhere'].map(indicatorId),
    objects: [
      ...indicators,
      indicatorId('nowhere'),
      ...[...full.made].flatMap(([k, id]) => (k.startsWith('said') ? [id] : [])).slice(-4),
    ],
    audiences: [...(await ids('select ref as id from audience order by ref')), NOWHERE],
    groups: [...(await ids('select id from sharing_group order by id')), NOWHERE],
    people: [...['ana', 'bo', 'hidden'].map(personId), NOWHERE],
    keys: [...['a', 'b', 'hidden'].map((name) => fixedKey(name).id), '0123456789abcdef'],
    invitations: [...(await ids('select id from invitation order by id')), NOWHERE],
    organisations: [organisationId('cert-a'), organisationId('cert-b'), NOWHERE],
    advisories: [
      ...(await ids(`select id from advisory where id <> '${full.made.get('request') ?? ''}' order by id limit 3`)),
      `report--${NOWHERE}`,
      'nowhere',
    ],
    answers: [
      ...[...full.made].flatMap(([name, id]) => (name.startsWith('answer') ? [id] : [])).slice(-3),
      `note--${NOWHERE}`,
    ],
    templates: [...(await ids('select id from advisory_template order by id limit 3')), 'alert', NOWHERE],
    ...(await ownedBy(full)),
    imports: [...(await ids('select id from import_job order by created_at limit 3')), NOWHERE],
    searches: [
      ...(await ids(`select id from saved_search where organisation_id <> '${organisationId('cert-a')}' limit 2`)),
      NOWHERE,
    ],
  };
}
