import { StandardSchemaValidationPipe } from '@nestjs/common';
import { Fault } from '../../kernel/index.js';

interface Issue {
  readonly code?: string;
  readonly keys?: readonly string[];
  readonly message: string;
  readonly path?: readonly (PropertyKey | { key: PropertyKey })[];
}

/** A JSON pointer (RFC 6901) from a path of keys. */
function pointer(path: Issue['path'] = []): string {
  const keys = path.map((step) => (typeof step === 'object' ? step.key : step));
  return keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** What a schema found wrong, as one Fault: the first issue in words and pointer, all of them in `errors`. */
export function invalid(issues: readonly Issue[]): Fault {
  const first = issues[0];
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys');
  const errors = issues
    .slice(0, 20)
    .map((issue) => ({ pointer: pointer(issue.path), detail: issue.message.slice(0, 300) }));
  return new Fault(unknown ? 'unrecognized_keys' : 'invalid', (unknown ?? first)?.message.slice(0, 300), {
    pointer: pointer((unknown ?? first)?.path),
    extra: { errors },
  });
}

/** Bodies, queries and parameters are checked by the zod schema that their decorator names. */
export const validationPipe = () => new StandardSchemaValidationPipe({ exceptionFactory: (issues) => invalid(issues) });
