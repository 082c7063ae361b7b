import { Outbound } from './outbound.js';

const settings = { hosts: ['slow.example'], ports: [443], privateNetworks: [], caFile: '', timeoutMs: 50 };

describe('the way out', () => {
  it('waits for a name no longer than for a server', async () => {
    const outbound = new Outbound(settings, () => new Promise(() => undefined));
    await expect(outbound.get('https://slow.example/', 1_000)).rejects.toThrow('too long');
  });
});
