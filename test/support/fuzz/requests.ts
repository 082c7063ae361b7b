import * as fc from 'fast-check';
import { anything, mostly, quoted, text } from './values.js';

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
/** What is read of the hub's OpenAPI document. */
export interface ApiDocument {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components?: { readonly schemas?: Record<string, Schema> };
}
/** One request, credentials aside. */
export interface Shot {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

/** Mostly what the schema asks for, sometimes anything. */
function valueOf(schema: Schema | undefined, document: ApiDocument, depth = 0): fc.Arbitrary<unknown> {
  if (!schema || depth > 5) return anything;
  const named = schema.$ref?.split('/').at(-1);
  if (named !== undefined) return valueOf(document.components?.schemas?.[named], document, depth + 1);
  return mostly(wellFormed(schema, document, depth));
}

function wellFormed(schema: Schema, document: ApiDocument, depth: number): fc.Arbitrary<unknown> {
  const choices = schema.oneOf ?? schema.anyOf;
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
  return schema.type === 'boolean' ? fc.boolean() : text;
}

const headers = fc.record(
  {
    'if-match': fc.constantFrom('*', '""', '"x"'),
    'idempotency-key': fc.constantFrom('k', 'x'.repeat(300)),
    'if-none-match': fc.constant('*'),
    accept: fc.constantFrom('*/*', 'text/csv', ';;;'),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Record<string, string>>;

const type = fc.oneof(
  { weight: 9, arbitrary: fc.constant('application/json') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('application/x-ndjson', 'text/plain', 'application/json; charset=utf-16', 'a/b'),
  },
);

/** Requests of one operation: its parameters and body from the document, and what the document doesn't say. */
function shotsOf(path: string, method: string, operation: Operation, document: ApiDocument): fc.Arbitrary<Shot> {
  const names = (operation.parameters ?? []).filter((p) => p.in === 'query').map((p) => p.name);
  const content = Object.values(operation.requestBody?.content ?? {})[0];
  const hasBody = !['get', 'head'].includes(method);
  return fc
    .record({
      segments: fc.array(text, { minLength: 4, maxLength: 4 }),
      query: fc.dictionary(fc.constantFrom(...names, 'q', 'limit', 'cursor', 'after', 'x'), text, { maxKeys: 3 }),
      headers,
      type,
      body: fc.oneof(
        { weight: 9, arbitrary: valueOf(content?.schema, document).map((value) => JSON.stringify(value) ?? '') },
        { weight: 1, arbitrary: text },
      ),
    })
    .map(({ segments, query, headers: more, type: sent, body }) => {
      let i = 0;
      const filled = path.replaceAll(/\{\w+\}/g, () => quoted(segments[i++ % 4] ?? '') || 'x');
      const search = Object.entries(query).map(([name, value]) => `${name}=${quoted(value)}`);
      return {
        method: method.toUpperCase(),
        path: `${filled}${search.length > 0 ? `?${search.join('&')}` : ''}`,
        headers: { ...more, ...(hasBody && { 'content-type': sent }) },
        body: hasBody ? body : undefined,
      };
    });
}

/** Requests of every operation of the document. */
export const shotsFrom = (document: ApiDocument): fc.Arbitrary<Shot>[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => shotsOf(path, method, operation, document)),
  );
