import type { AudienceSpec, StixObject, Tlp } from '../types.js';

/** A weakness that an advisory is about. */
export interface Vulnerability {
  cve: string;
  title?: string;
  /** CVSS 3.0, 3.1 or 4.0 vectors. */
  cvss?: string[];
  cwe?: string;
}

/** A product, and how it is concerned. */
export interface Product {
  vendor: string;
  name: string;
  version: string;
  status: 'affected' | 'not_affected' | 'fixed' | 'under_investigation';
  cves?: string[];
}

/** By reference: never the evidence itself. */
export interface Evidence {
  title: string;
  url?: string;
  object?: string;
  sha256?: string;
}

/** An advisory as its authors write it; see the hub's OpenAPI for all that it may say. */
export interface AdvisoryBody {
  kind: 'alert' | 'advisory' | 'situation-report' | 'joint-attribution' | 'request-for-information';
  title: string;
  /** Markdown. */
  body: string;
  tlp: Tlp;
  audience?: AudienceSpec;
  severity?: 'none' | 'low' | 'medium' | 'high' | 'critical';
  /** Ids of objects that it links. */
  indicators?: string[];
  vulnerabilities?: Vulnerability[];
  products?: Product[];
  /** ATT&CK techniques. */
  techniques?: string[];
  actor?: { type: 'threat-actor' | 'intrusion-set'; name: string; aliases?: string[] };
  campaign?: string;
  confidence?: number;
  evidence?: Evidence[];
  references?: { title: string; url: string }[];
  authors?: string[];
  signers?: string[];
  quorum?: number;
  publish_at?: string;
  acknowledge_by?: string;
  [property: string]: unknown;
}

/** What an organisation does in an advisory. */
export type Part = 'lead' | 'author' | 'signer';

/** An advisory at work. */
export interface AdvisoryWork {
  id: string;
  state: 'draft' | 'review' | 'signing' | 'published' | 'withdrawn' | 'discarded';
  version: number;
  published_version: number;
  revision: number;
  etag: string;
  part: Part;
  participants: { organisation: string; part: Part; signs: boolean }[];
  quorum: number;
  body: AdvisoryBody;
  /** What is to be signed, once signatures are called for. */
  signing?: { sha256: string; report: StixObject };
  release?: { by: string; held?: string };
}

/** Who saved a text of it when. */
export interface SavedRevision {
  revision: number;
  version: number;
  at: string;
  organisation: string;
  by: string;
}

/** What happened to it. */
export interface WorkStep {
  number: number;
  at: string;
  step: string;
  version: number;
  organisation: string | null;
  by: string;
  detail: Record<string, unknown>;
}

/** What one of those who work on it says of a passage, or of another's comment. */
export interface WorkComment {
  id: string;
  parent: string | null;
  revision: number;
  /** The words that it is about, as they stood. */
  passage: string | null;
  body: string;
  organisation: string;
  by: string;
  at: string;
  resolved_at: string | null;
  resolved_by: string | null;
}

/** A signature under what is not published yet; those that an edit made void are among them. */
export interface WorkSignature {
  id: string;
  organisation: string;
  key: string;
  signed_at: string;
  counts: boolean;
  voided_at: string | null;
  void_reason: string | null;
}

/** Leave asked for: may an advisory quote an object to more than it was told to? */
export interface QuoteAsk {
  advisory: string;
  title: string;
  asked_by: string;
  object: string;
  tlp: Tlp;
  audience: string;
  asked_at: string;
  /** Names what is asked: the answer is good for this alone. */
  ask: string;
}

/** What an organisation answered to a published advisory. */
export interface GivenAnswer {
  answer: 'received' | 'acting' | 'not-affected' | 'fixed';
  note: string;
  deadline: string | null;
  version: number;
  at: string;
}

/** Whom it went to, and what they said; those without an answer gave none to this version. */
export interface AnswerMatrix {
  version: number;
  acknowledge_by: string | null;
  counts: Record<GivenAnswer['answer'] | 'none', number>;
  organisations: ({ organisation: string; short_name: string } & Partial<GivenAnswer>)[];
  sightings: { object: string; sightings: number; organisations: number }[];
}
