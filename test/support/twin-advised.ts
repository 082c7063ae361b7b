import type { Twin } from './twin.js';
import type { Deed } from './twin-deeds.js';

/** Members from whom nobody of cert-a hears. */
export const OTHERS = { organisations: ['cert-b', 'cert-c'] };

/**
 * A request for information to all, seen in both worlds. In a language that nobody registered, for which there is no CSAF: a
 * document holds an id that the hub drew, and its ETag could not be compared.
 */
export async function request(twin: Twin): Promise<void> {
  const text = { kind: 'request-for-information', title: 'Who saw it?', body: 'Say so.', lang: 'zz', tlp: 'amber' };
  const { body } = await twin.as('b')('POST', '/api/v1/advisories', text);
  const id = String(body['id']);
  twin.made.set('request', id);
  await twin.as('b')('POST', `/api/v1/advisories/${id}/publish`, {});
}

/** An answer to it: for all, or in secret among others. */
export const answer =
  (by: string, more: Record<string, unknown> = {}): Deed =>
  async (twin) => {
    const path = `/api/v1/advisories/${twin.made.get('request') ?? ''}/answers`;
    const { body } = await twin.as(by)('POST', path, { content: 'Seen at h.example.', ...more });
    if (more['audience'] && body['id']) twin.made.set(`answer ${twin.made.size}`, body['id'] as string);
  };

/** A template of another organisation. */
export async function template(twin: Twin): Promise<void> {
  const ask = { name: `t${twin.made.size}`, body: { kind: 'alert' } };
  const { body } = await twin.as('b')('POST', '/api/v1/advisory-templates', ask);
  if (body['id']) twin.made.set(`template ${twin.made.size}`, body['id'] as string);
}

/** An advisory of others: written, discussed, published to them alone, answered, perhaps taken back; or left as it is. */
export const advise =
  (by: string, tlp: string, how: 'draft' | 'review' | 'publish' | 'withdraw'): Deed =>
  async (twin) => {
    const ask = (path: string, body: unknown = {}, as = by) => twin.as(as)('POST', `/api/v1/advisories${path}`, body);
    const text = { kind: 'alert', title: 'Of h.example', body: 'Look out for **h[.]example**.', tlp, audience: OTHERS };
    const { body } = await ask('', { ...text, authors: ['cert-c'], indicators: [] });
    const path = `/${String(body['id'])}`;
    if (how === 'draft') return;
    await ask(`${path}/review`);
    await ask(`${path}/comments`, { body: 'is it?', passage: 'Look out' });
    if (how === 'review') return;
    await ask(`${path}/publish`);
    await ask(`${path}/acknowledgements`, { answer: 'acting' }, 'c');
    if (how === 'withdraw') await ask(`${path}/withdraw`, { reason: 'no more' });
  };
