import { tlpOfId } from '../formats/index.js';
import type { Pool } from '../platform/index.js';

type Json = Readonly<Record<string, unknown>>;

/** Asks the remote for a definition that nobody here has; undefined when it has none. */
export type AskFor = (id: string) => Promise<unknown>;

/** Extensions whose markings say what may be done with something, and not who may have it: PAP, of OASIS. */
const OTHER_THAN_ACCESS = ['extension-definition--f8d78575-edfd-406e-8e84-6162a8450f5b'];
/** What OpenCTI adds to whatever it exports, and says nothing of who may have it. */
const OPENCTI = 'extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba';
/** Asked for in one turn, at most. */
const MOST = 100;

/**
 * Which markings besides TLP's are known to have no say in who may see something: statements, and PAP. All others, and those that
 * nobody defines, may mean that fewer should see it.
 */
export class Markings {
  private readonly plain = new Map<string, boolean>();
  private asked = 0;

  constructor(
    private readonly pool: Pool,
    private readonly organisationId: string,
    private readonly askFor: AskFor,
  ) {}

  /** The markings of these objects that can't be mapped. */
  async unknownIn(objects: readonly unknown[]): Promise<ReadonlySet<string>> {
    for (const object of objects) this.learn(object);
    const refs = new Set(objects.flatMap(refsOf));
    const missing = [...refs].filter((ref) => tlpOfId(ref) === undefined && !this.plain.has(ref));
    for (const object of await this.kept(missing)) this.learn(object);
    for (const ref of missing) if (!this.plain.has(ref)) await this.ask(ref);
    return new Set([...refs].filter((ref) => tlpOfId(ref) === undefined && !this.plain.get(ref)));
  }

  private learn(object: unknown): void {
    if (typeof object !== 'object' || object === null) return;
    const { type, id, extensions } = object as Json;
    if (type !== 'marking-definition' || typeof id !== 'string') return;
    const named = typeof extensions === 'object' && extensions !== null ? Object.keys(extensions) : [];
    const of = named.filter((one) => one !== OPENCTI);
    const isPlain =
      of.length > 0 ? of.every((one) => OTHER_THAN_ACCESS.includes(one)) : kindsOf(object as Json).every(isPlainKind);
    this.plain.set(id, isPlain);
  }

  private async kept(ids: readonly string[]): Promise<unknown[]> {
    if (ids.length === 0) return [];
    const { rows } = await this.pool.query<{ body: string }>(
      `select v.body from object o join version v on v.seq = o.seq
       where o.organisation_id = $1 and o.id = any($2) and o.type = 'marking-definition'`,
      [this.organisationId, [...ids]],
    );
    return rows.map(({ body }) => JSON.parse(body) as unknown);
  }

  private async ask(id: string): Promise<void> {
    if (++this.asked <= MOST) this.learn(await this.askFor(id));
  }
}

const PLAIN = ['statement', 'pap'];

/** What a marking defines. OpenCTI writes its own, TLP:AMBER+STRICT and PAP among them, as statements, with what they are beside. */
const kindsOf = ({ definition_type: type, x_opencti_definition_type: own }: Json): unknown[] =>
  own === undefined ? [type] : [type, own];
const isPlainKind = (kind: unknown): boolean => PLAIN.includes(String(kind).toLowerCase());

/** Ids of the markings of an object and of parts of it. */
export function refsOf(object: unknown): string[] {
  const { object_marking_refs: refs, granular_markings: parts } = (object ?? {}) as Json;
  const ofParts = (Array.isArray(parts) ? (parts as unknown[]) : []).map(
    (part) => (part as Json | null)?.['marking_ref'],
  );
  const all = [...(Array.isArray(refs) ? (refs as unknown[]) : []), ...ofParts];
  return all.filter((ref): ref is string => typeof ref === 'string');
}
