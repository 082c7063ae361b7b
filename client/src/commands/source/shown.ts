import { printable } from '../../terminal/text.js';

export const PATH = '/api/v1/sources';

/** A source as the hub shows it. */
export interface Source {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly url: string;
  readonly state: string;
  readonly error: string | null;
  readonly position: string | null;
  readonly objects: {
    readonly created: number;
    readonly updated: number;
    readonly known: number;
    readonly refused: number;
    readonly warned: number;
  };
}

export const at = (id: string, end = ''): string => `${PATH}/${encodeURIComponent(id)}${end}`;

const warned = ({ warned: count }: Source['objects']): string => (count > 0 ? `, ${count} warned` : '');

export const line = ({ id, state, kind, url, objects, error }: Source): string =>
  [
    id,
    state,
    kind,
    printable(url),
    `${objects.created} created, ${objects.updated} updated, ${objects.known} known, ${objects.refused} refused${warned(objects)}`,
    printable(error ?? ''),
  ]
    .join('\t')
    .trimEnd();
