/** A STIX 2.1 object as parsed JSON: what every layer reads of it; all other properties pass through untouched. */
export interface StixObject {
  type: string;
  id: string;
  spec_version?: string;
  created?: string;
  modified?: string;
  created_by_ref?: string;
  revoked?: boolean;
  confidence?: number;
  labels?: string[];
  valid_from?: string;
  valid_until?: string;
  name?: string;
  description?: string;
  pattern?: string;
  pattern_type?: string;
  object_marking_refs?: string[];
  [property: string]: unknown;
}
