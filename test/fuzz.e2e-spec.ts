import * as fc from 'fast-check';
import { asking, startTarget, type Target } from './support/target.js';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 2_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** At work at once, as members would be. */
const ABREAST = 8;

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
}
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components?: { readonly schemas?: Record<string, Schema> };
}
interface Shot {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

const NASTY = [
  '',
  '\u0000',
  '%00',
  '../..',
  "' or 1=1 --",
  '__proto__',
  '\ud800',
  '💥',
  'a'.repeat(600),
  '-1',
  '1e999',
  'NaN',
  'null',
  'infinity',
  '2021-02-30T00:00:00Z',
  '{{7*7}}',
  '<script>',
  '\r\nx: y',
  '%',
  '_',
  '*',
  '[',
  '\\',
  '\u202e',
  'İ',
  '0x10',
  '9007199254740993',
];
const GOOD = [
  'green',
  'amber',
  'red',
  'cert-b',
  'evil.example',
  '198.51.100.7',
  'organisation',
  'all',
  '2026-01-01T00:00:00Z',
  'indicator',
  'type:ipv4-addr',
  'indicator--00000000-0000-4000-8000-000000000000',
  '00000000-0000-4000-8000-000000000000',
  'member',
  'read',
  'analyst',
];
const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.constantFrom(...GOOD),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const anything = fc.oneof(
  text,
  fc.double(),
  fc.integer(),
  fc.constantFrom(null, true, [], {}),
  fc.object({ maxDepth: 3 }),
);

/** Mostly what the schema asks for, sometimes anything. */
function valueOf(schema: Schema | undefined, document: Document, depth = 0): fc.Arbitrary<unknown> {
  if (!schema || depth > 5) return anything;
  const named = schema.$ref?.split('/').at(-1);
  if (named !== undefined) return valueOf(document.components?.schemas?.[named], document, depth + 1);
  const choices = schema.oneOf ?? schema.anyOf;
  const well = (): fc.Arbitrary<unknown> => {
    if (choices) return fc.oneof(...choices.map((choice) => valueOf(choice, document, depth + 1)));
    if (schema.enum) return fc.constantFrom(...schema.enum);
    if (schema.properties) {
      const parts = Object.entries(schema.properties).map(
        ([name, part]) => [name, valueOf(part, document, depth + 1)] as const,
      );
      return fc.record(Object.fromEntries(parts), { requiredKeys: [] });
    }
    if (schema.type === 'array') return fc.array(valueOf(schema.items, document, depth + 1), { maxLength: 4 });
    if (schema.type === 'integer' || schema.type === 'number')
      return fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer(), fc.double());
    if (schema.type === 'boolean') return fc.boolean();
    return text;
  };
  return fc.oneof({ weight: 6, arbitrary: well() }, { weight: 1, arbitrary: anything });
}

const quoted = (value: string) => encodeURIComponent(value.replaceAll(/[\ud800-\udfff]/g, '\ufffd'));

/** Requests of one operation: its parameters and body from the document, and what the document doesn't say. */
function shotsOf(path: string, method: string, operation: Operation, document: Document): fc.Arbitrary<Shot> {
  const names = (operation.parameters ?? []).filter((p) => p.in === 'query').map((p) => p.name);
  const content = Object.values(operation.requestBody?.content ?? {})[0];
  const hasBody = !['get', 'head'].includes(method);
  return fc
    .record({
      segments: fc.array(text, { minLength: 4, maxLength: 4 }),
      query: fc.dictionary(fc.constantFrom(...names, 'q', 'limit', 'cursor', 'after', 'x'), text, { maxKeys: 3 }),
      headers: fc.record(
        {
          'if-match': fc.constantFrom('*', '""', '"x"'),
          'idempotency-key': fc.constantFrom('k', 'x'.repeat(300)),
          'if-none-match': fc.constant('*'),
          accept: fc.constantFrom('*/*', 'text/csv', ';;;'),
        },
        { requiredKeys: [] },
      ),
      type: fc.oneof(
        { weight: 9, arbitrary: fc.constant('application/json') },
        {
          weight: 1,
          arbitrary: fc.constantFrom('application/x-ndjson', 'text/plain', 'application/json; charset=utf-16', 'a/b'),
        },
      ),
      body: fc.oneof(
        { weight: 9, arbitrary: valueOf(content?.schema, document).map((value) => JSON.stringify(value) ?? '') },
        { weight: 1, arbitrary: text },
      ),
    })
    .map(({ segments, query, headers, type, body }) => {
      let i = 0;
      const filled = path.replaceAll(/\{\w+\}/g, () => quoted(segments[i++ % 4] ?? '') || 'x');
      const search = Object.entries(query).map(([name, value]) => `${name}=${quoted(value)}`);
      return {
        method: method.toUpperCase(),
        path: `${filled}${search.length > 0 ? `?${search.join('&')}` : ''}`,
        headers: { ...headers, ...(hasBody && { 'content-type': type }) },
        body: hasBody ? body : undefined,
      };
    });
}

describe(`requests that nobody thought of (FUZZ_SEED=${SEED})`, () => {
  let target: Target;
  beforeAll(async () => {
    target = await startTarget();
  });
  afterAll(() => target[Symbol.asyncDispose]());

  /** A key, people of every role, and nobody. */
  const callers = async (): Promise<Record<string, string>[]> => {
    const { alliance } = target;
    const people = await Promise.all([
      alliance.person('cert-b', 'reader'),
      alliance.person('cert-b', 'analyst'),
      alliance.person('cert-b', 'org-admin'),
      alliance.person('secretariat', 'alliance-admin'),
    ]);
    return [...people, ...people.slice(2), alliance.keys.b, alliance.keys.b].map(asking);
  };

  /** One status; a stream is left as soon as it has begun. */
  const fire = async (shot: Shot, who: Record<string, string>) => {
    const abort = new AbortController();
    const response = await fetch(`${target.url}${shot.path}`, {
      method: shot.method,
      headers: { ...who, ...shot.headers },
      signal: abort.signal,
      ...(shot.body !== undefined && { body: shot.body }),
    });
    const type = response.headers.get('content-type') ?? '';
    const endless = response.ok && shot.path.startsWith('/api/v1/feed');
    const body = endless ? '' : await response.text();
    abort.abort();
    return { status: response.status, type, body };
  };

  it(`F21: ${RUNS} of them from the OpenAPI document: no 5xx, the process alive, memory flat`, async () => {
    const document = (await (await fetch(`${target.url}/api/docs/json`)).json()) as Document;
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => shotsOf(path, method, operation, document)),
    );
    expect(operations.length).toBeGreaterThan(20);
    const shots = fc.sample(fc.tuple(fc.oneof(...operations), fc.nat({ max: 8 })), { numRuns: RUNS, seed: SEED });
    let who = await callers();
    const bad: unknown[] = [];
    const seen = new Map<number, number>();
    await target.control.canary();
    const memory = [target.memory()];
    for (let i = 0; i < shots.length; i += ABREAST) {
      if (i % 160 === 0) who = await callers(); // some sign themselves out
      await Promise.all(
        shots.slice(i, i + ABREAST).map(async ([shot, at]) => {
          const answer = await fire(shot, who[at] ?? {});
          seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
          const wrong = answer.status >= 500 && answer.status !== 503;
          const bare = answer.status >= 400 && !answer.type.startsWith('application/problem+json');
          if (wrong || bare) bad.push({ ...shot, answer });
        }),
      );
      if (i % 500 < ABREAST) memory.push(target.memory());
    }
    expect(bad.slice(0, 5)).toEqual([]);
    expect(target.process.ended()).toBeUndefined();
    expect(memory.at(-1)! - memory[0]!).toBeLessThan(150 << 20);
    expect((seen.get(401) ?? 0) + (seen.get(404) ?? 0)).toBeLessThan(RUNS / 2); // most of them reached a handler
    expect((seen.get(200) ?? 0) + (seen.get(201) ?? 0)).toBeGreaterThan(RUNS / 50);
    await target.control.canary();
  }, 600_000);
});
