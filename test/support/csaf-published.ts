/** What a trusted provider publishes (CSAF 2.0, 7). */

interface Link {
  rel: string;
  href: string;
}

/** Of a ROLIE feed. */
export interface Entry {
  id: string;
  title: string;
  link: Link[];
  published: string;
  updated: string;
  content: { type: string; src: string };
  format: { schema: string; version: string };
}

/** `provider-metadata.json`. */
export interface Metadata {
  canonical_url: string;
  distributions: {
    directory_url?: string;
    rolie?: { feeds: { tlp_label: string; url: string }[]; services?: string[] };
  }[];
  last_updated: string;
  list_on_CSAF_aggregators: boolean;
  mirror_on_CSAF_aggregators: boolean;
  metadata_version: string;
  public_openpgp_keys: { fingerprint: string; url: string }[];
  publisher: { category: string; name: string; namespace: string };
  role: string;
}

/** A document, as far as it is looked at. */
export interface Csaf {
  document: {
    distribution?: { tlp?: { label: string } };
    tracking: { id: string; initial_release_date: string; current_release_date: string };
  };
}
