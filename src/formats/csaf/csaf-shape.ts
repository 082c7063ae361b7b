/** What of a document is read; it fits the schema of its version, which {@link checkCsaf} has looked at. */
export interface ReadDocument {
  readonly document: {
    readonly category: string;
    readonly title: string;
    readonly lang?: string;
    readonly publisher: { readonly name: string; readonly namespace: string; readonly category: string };
    readonly distribution?: {
      readonly text?: string;
      readonly tlp?: { readonly label: string };
      readonly sharing_group?: { readonly id: string };
    };
    readonly aggregate_severity?: { readonly text: string };
    readonly notes?: readonly Note[];
    readonly references?: readonly Reference[];
    readonly acknowledgments?: readonly Acknowledgment[];
    readonly tracking: {
      readonly id: string;
      readonly version: string;
      readonly status: string;
      readonly initial_release_date: string;
      readonly current_release_date: string;
      readonly aliases?: readonly string[];
    };
  };
  readonly product_tree?: {
    readonly branches?: readonly Branch[];
    readonly full_product_names?: readonly FullName[];
    readonly relationships?: readonly {
      readonly full_product_name: FullName;
      readonly product_reference: string;
      readonly relates_to_product_reference: string;
    }[];
    readonly product_groups?: readonly { readonly group_id: string; readonly product_ids: readonly string[] }[];
  };
  readonly vulnerabilities?: readonly Vulnerability[];
}

export interface Note {
  readonly category: string;
  readonly title?: string;
  readonly text: string;
}
export interface Reference {
  readonly category?: string;
  readonly summary: string;
  readonly url: string;
}
export interface Acknowledgment {
  readonly names?: readonly string[];
  readonly organization?: string;
  readonly summary?: string;
}
export interface FullName {
  readonly name: string;
  readonly product_id: string;
  readonly product_identification_helper?: object;
}
export interface Branch {
  readonly category: string;
  readonly name: string;
  readonly branches?: readonly Branch[];
  readonly product?: FullName;
}
/** Whom something holds for. */
export interface About {
  readonly product_ids?: readonly string[];
  readonly group_ids?: readonly string[];
}
export interface Vulnerability {
  readonly cve?: string;
  readonly title?: string;
  readonly ids?: readonly { readonly system_name: string; readonly text: string }[];
  readonly cwe?: { readonly id: string; readonly name: string };
  readonly cwes?: readonly { readonly id: string; readonly name: string }[];
  readonly notes?: readonly Note[];
  readonly product_status?: Readonly<Record<string, readonly string[]>>;
  readonly scores?: readonly (Ratings & { readonly products: readonly string[] })[];
  readonly metrics?: readonly { readonly content: Ratings; readonly products?: readonly string[] }[];
  readonly remediations?: readonly (About & {
    readonly category: string;
    readonly details: string;
    readonly url?: string;
  })[];
  readonly threats?: readonly (About & { readonly category: string; readonly details: string })[];
  readonly flags?: readonly (About & { readonly label: string })[];
  readonly references?: readonly Reference[];
  readonly acknowledgments?: readonly Acknowledgment[];
  readonly involvements?: readonly { readonly party: string; readonly status: string; readonly summary?: string }[];
  readonly release_date?: string;
  readonly disclosure_date?: string;
  readonly discovery_date?: string;
}
export interface Ratings {
  readonly cvss_v2?: { readonly vectorString: string };
  readonly cvss_v3?: { readonly vectorString: string };
  readonly cvss_v4?: { readonly vectorString: string };
}
