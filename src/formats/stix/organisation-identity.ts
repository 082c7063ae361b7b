import type { StixObject } from '../../kernel/index.js';

/** Who is behind an organisation's objects, as STIX names it (STIX 2.1, 4.5). */
export interface Named {
  /** `identity--` and the organisation's id. */
  readonly ref: string;
  readonly name: string;
  readonly created: Date;
  readonly modified: Date;
}

/** The identity that `created_by_ref` of an organisation's objects refers to, without a label. */
export const identityOf = ({ ref, name, created, modified }: Named): StixObject => ({
  type: 'identity',
  spec_version: '2.1',
  id: ref,
  created: created.toISOString(),
  modified: modified.toISOString(),
  name,
  identity_class: 'organization',
});
