import { attribution, type Joint, type Member } from './joint.js';
import { type Api } from './people.js';

const ADVISORIES = '/api/v1/advisories';

/** An advisory at work, as its authors are shown it. */
export interface AtWork {
  id: string;
  etag: string;
  state: string;
  version: number;
  revision: number;
  quorum: number;
  body: Record<string, unknown>;
  participants: { organisation: string; part: string }[];
  signing?: { sha256: string };
}

/** What cert-a and others do to advisories, which nobody has to sign unless they say so. */
export const authoring = (joint: () => Joint) => {
  const text = (more: Record<string, unknown> = {}) =>
    attribution({ kind: 'advisory', signers: [], quorum: undefined, ...more });
  const step = (of: Member, id: string, name: string, body: unknown = {}) =>
    joint().analyst[of]<AtWork>('POST', `${ADVISORIES}/${id}/${name}`, body);
  const work = async (api: Api, id: string) => api<AtWork>('GET', `${ADVISORIES}/${id}/work`);
  const called = async (id: string): Promise<string> => {
    await step('cert-a', id, 'review');
    return (await step('cert-a', id, 'call')).body.signing!.sha256;
  };
  return {
    text,
    step,
    work,
    /** Signatures are asked for; of what. */
    called,
    /** Called, and signed by cert-b. */
    agree: async (id: string) => {
      const sha256 = await called(id);
      expect((await step('cert-b', id, 'signatures', { sha256 })).status).toBe(201);
    },
    begin: async (more: Record<string, unknown> = {}) =>
      (await joint().analyst['cert-a']<AtWork>('POST', ADVISORIES, text(more))).body,
    save: async (api: Api, id: string, edit: object, autosave = false) => {
      const { body } = await work(api, id);
      const path = `${ADVISORIES}/${id}/work${autosave ? '?autosave=true' : ''}`;
      return api<AtWork>('PUT', path, { ...body.body, ...edit }, { 'if-match': body.etag });
    },
    publish: async (id: string) =>
      expect((await step('cert-a', id, 'publish')).body).toMatchObject({ state: 'published' }),
    items: async <T>(api: Api, path: string) => (await api<{ items: T[] }>('GET', path)).body.items,
  };
};
