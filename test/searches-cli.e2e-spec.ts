import { User } from '../client/src/testing/run-cli.js';
import { startHub } from './support/hub.js';
import { PASSWORD, seedAlliance } from './support/people.js';
import { searched, share } from './support/searching.js';

describe('saved searches, by the command line', () => {
  it('are kept, listed, heard and forgotten, signed in for as long as it takes', async () => {
    await using hub = await startHub();
    const { api, people } = await seedAlliance(hub);
    using user = new User({ TOCSIN_URL: hub.url, TOCSIN_USER: people.ana.email, TOCSIN_PASSWORD: PASSWORD });
    const saved = (...args: string[]) => user.run(['saved', ...args]);
    await share(api(people.bo), { labels: ['cli'] });
    const added = await saved('add', 'Ours', 'label:cli', '--bell', '--mail', 'daily', '--shared');
    expect(added).toMatchObject({ code: 0, stderr: expect.stringContaining('of 1 in the last 7 days') as string });
    const id = added.stdout.split('\t')[0]!;
    expect((await saved('list')).stdout).toBe(`${id}\tOurs\tlabel:cli\tbell, mail daily\tshared\n`);
    await share(api(people.bo), { labels: ['cli'], value: 'cli.example' });
    await searched(hub);
    expect(await saved('bell', '--read')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\*\t.*cli\[\.\]example/) as string,
      stderr: expect.stringContaining('1 object unread') as string,
    });
    const [item] = (await saved('bell', '--json', '--search', id)).stdout.trimEnd().split('\n');
    expect(JSON.parse(item!)).toMatchObject({ searches: [id], read: true, object: { type: 'indicator' } });
    expect((await saved('add', 'Bad', 'tlp:purple')).code).toBe(2);
    expect((await saved('remove', id)).code).toBe(0);
    expect((await saved('remove', id)).code).toBe(4);
    expect((await saved('list')).stdout).toBe('');
  });
});
