import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../../kernel/index.js';

/** What TAXII 2.1 is spoken in, exactly as the standard writes it. */
export const TAXII_TYPE = 'application/taxii+json;version=2.1';
/** What the objects in it are. */
export const STIX_TYPE = 'application/stix+json;version=2.1';

/** A media type or range with its parameters, names in lower case. */
interface Range {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Splits at a separator that is not inside a quoted text. */
function split(text: string, separator: ',' | ';'): string[] {
  const parts: string[] = [];
  let [from, quoted] = [0, false];
  for (let at = 0; at < text.length; at++) {
    if (quoted && text[at] === '\\') at += 1;
    else if (text[at] === '"') quoted = !quoted;
    else if (text[at] === separator && !quoted) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

function rangeOf(text: string): Range {
  const [type = '', ...rest] = split(text, ';').map((part) => part.trim());
  const parameters = rest.map((part): [string, string] => {
    const [name = '', value = ''] = part.split('=', 2).map((side) => side.trim());
    return [name.toLowerCase(), value.replace(/^"(.*)"$/, '$1')];
  });
  return { type: type.toLowerCase(), parameters: new Map(parameters) };
}

const isThisVersion = ({ parameters }: Range): boolean => (parameters.get('version') ?? '2.1') === '2.1';

/** Whether an answer in {@link TAXII_TYPE} is accepted (RFC 9110, 12.5.1). Who says nothing accepts everything. */
function accepts(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  return split(accept, ',')
    .map(rangeOf)
    .some((range) => {
      if (Number(range.parameters.get('q') ?? '1') === 0) return false;
      if (range.type === '*/*' || range.type === 'application/*') return true;
      return range.type === 'application/taxii+json' && isThisVersion(range);
    });
}

/** Whether a body of this type is taken: an envelope, or the bundle that some clients send instead. */
function isTaken(contentType: string | undefined): boolean {
  if (contentType === undefined) return false;
  const range = rangeOf(contentType);
  return ['application/taxii+json', 'application/stix+json'].includes(range.type) && isThisVersion(range);
}

/** Stands before the handlers of TAXII: 406 for who accepts nothing that is spoken, 415 for a body in anything else. */
@Injectable()
export class TaxiiMedia implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers, method } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!accepts(headers.accept)) throw new Fault('not_acceptable', `this is ${TAXII_TYPE}`);
    if (method === 'POST' && !isTaken(headers['content-type'])) throw new Fault('unsupported_media_type');
    return true;
  }
}

/** Sends a resource. Bytes, so that the type stays what it is. */
export function give(reply: FastifyReply, text: string, headers: Record<string, string> = {}, status = 200): void {
  void reply
    .code(status)
    .headers({ ...headers, 'content-type': TAXII_TYPE })
    .send(Buffer.from(text));
}
