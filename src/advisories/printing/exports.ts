import { etagOf } from '../../exchange/index.js';
import {
  advisoryOf,
  type CsafContext,
  csafExport,
  csafFileName,
  type CsafVersion,
  facts,
  identityOf,
  type Linked,
  type Printable,
  printBundle,
  type Published,
  publishedOf,
  textHash,
  tlpDefinition,
} from '../../formats/index.js';
import { Fault, type StixObject, type Tlp, TLP, tlpOf, tlpRank, type Viewer } from '../../kernel/index.js';
import { type InSight, supersededBy, unnamed } from '../reading/in-sight.js';
import type { Library } from '../reading/library.js';
import type { Versions } from '../reading/versions.js';
import { fileName, type Format, SHAPES } from './formats.js';
import type { Press } from './press.js';
import type { Sheet } from './press-thread.js';
import type { Seen, Surroundings } from './surroundings.js';

/** An advisory in a format, ready to be sent; `make` is only asked for when the reader has not got it already. */
export interface Export {
  readonly tlp: Tlp;
  /** Of all that the viewer sees of it in this format. */
  readonly etag: string;
  readonly fileName: string;
  readonly make: () => Promise<Buffer | string>;
}

/** A published advisory, read. */
interface Read {
  readonly tlp: Tlp;
  readonly body: string;
  readonly report: StixObject;
}

/** `fileName`: where the format itself says what its file is called. */
type Ready = Pick<Export, 'etag' | 'make'> & Partial<Pick<Export, 'fileName'>>;

/** Published advisories as documents, each made for one viewer of what that viewer sees. */
export class Exports {
  private readonly formats: Record<Format, (viewer: Viewer, read: Read) => Promise<Ready>> = {
    html: (viewer, read) => this.printed(viewer, read, 'html'),
    markdown: (viewer, read) => this.printed(viewer, read, 'markdown'),
    pdf: (viewer, read) => this.printed(viewer, read, 'pdf'),
    stix: (viewer, read) => this.bundle(viewer, read),
    signed: async (viewer, read) => {
      const { body } = await this.named(viewer, read);
      return { etag: etagOf(body), make: () => Promise.resolve(body) };
    },
    'csaf-2.0': (viewer, read) => this.csaf(viewer, read, '2.0'),
    'csaf-2.1': (viewer, read) => this.csaf(viewer, read, '2.1'),
  };

  constructor(
    private readonly library: Library,
    private readonly versions: Versions,
    private readonly inSight: InSight,
    private readonly surroundings: Surroundings,
    private readonly press: Press,
    /** Base of all document ids of the hub, as a URL. */
    private readonly namespace: string,
  ) {}

  /**
   * Faults: `not_found` alike for hidden and missing; `red_not_exported`; `unprintable` for a report that is no advisory of this
   * hub's making; those of {@link Press.print} and {@link csafExport} once it is made.
   */
  async of(viewer: Viewer, id: string, format: Format): Promise<Export> {
    const { body, tlp } = await this.library.stored(viewer, id);
    const shape = SHAPES[format];
    if (tlp === 'red' && !(shape.red && viewer.credential.kind === 'session')) throw new Fault('red_not_exported');
    const report = JSON.parse(body) as StixObject;
    const ready = await this.formats[format](viewer, { tlp, body, report });
    const version = Number(advisoryOf(report)?.['version'] ?? 1);
    return { fileName: fileName(tlp, report.name ?? '', version, shape), ...ready, tlp };
  }

  private async printed(viewer: Viewer, read: Read, sheet: Sheet): Promise<Ready> {
    const { report, tlp } = await this.named(viewer, read);
    const advisory = writtenHere(report);
    const seen = await this.surroundings.common(viewer, report, advisory.links, tlp);
    const signers = advisory.signatures.map(({ organisation }) => organisation);
    const named = await this.surroundings.organisations([...advisory.authors, ...signers]);
    const printable: Printable = {
      advisory,
      sha256: textHash(report),
      names: Object.fromEntries(named.map(({ ref, name, shortName }) => [ref, `${name} (${shortName})`])),
      linked: seen.map(linkedOf),
    };
    return {
      etag: etagOf(JSON.stringify([sheet, printable])),
      make: () => this.press.print(viewer, sheet, printable),
    };
  }

  /** Who prints it and those who get it learn what stands in its place only if all do who see it. */
  private async named(viewer: Viewer, read: Read): Promise<Read> {
    const by = supersededBy(read.report);
    if (by === undefined) return read;
    const common = await this.surroundings.common(viewer, read.report, [by], read.tlp);
    if (common.length > 0) return read;
    const report = unnamed(read.report);
    return { ...read, report, body: JSON.stringify(report) };
  }

  /** Made for whoever asks, of the versions that the viewer may read; the provider's are made once, for all. */
  private async csaf(viewer: Viewer, read: Read, version: CsafVersion): Promise<Ready> {
    const published = writtenHere((await this.named(viewer, read)).report);
    const signers = published.signatures.map(({ organisation }) => organisation);
    const named = await this.surroundings.organisations([...published.authors, ...signers]);
    const versions = [...(await this.versions.of(viewer, published.id)).values()];
    const context: CsafContext = {
      namespace: this.namespace,
      names: new Map(named.map(({ ref, name }) => [ref, name])),
      earlier: versions.filter((one) => one.version < published.version),
    };
    return {
      fileName: csafFileName(published.id),
      etag: etagOf(JSON.stringify([version, published, context.earlier, [...context.names]])),
      make: async () => (await csafExport(published, context, version)).body,
    };
  }

  /** The report as far as the viewer sees what it refers to, and that around it: each object under its own label, none of them TLP:RED. */
  private async bundle(viewer: Viewer, { body, tlp }: Read): Promise<Ready> {
    const shown = await this.inSight.report(viewer, body);
    const report = JSON.parse(shown) as StixObject;
    const most = tlpOf(tlpRank('red') - 1);
    const links = (await this.surroundings.links(viewer, report, most)).map((link) => ({
      ...link,
      object: JSON.parse(link.body) as StixObject,
    }));
    const own = links.filter(({ object }) => object['source_ref'] === report.id);
    const targets = own.map(({ object }) => String(object['target_ref']));
    const objects = await this.surroundings.byIds(viewer, [...new Set([...refsOf(report), ...targets])], most);
    const there = new Set(objects.map(({ id }) => id));
    const around = [...objects, ...own.filter((_, i) => there.has(targets[i] ?? ''))];
    const named = await this.surroundings.organisations(organisationsOf(report, around));
    const labels = new Set([tlpRank(tlp), ...around.map((one) => one.tlp)]);
    const bundle = printBundle([
      shown,
      ...around.map((one) => one.body),
      ...named.map((one) => JSON.stringify(identityOf(one))),
      ...TLP.filter((label) => labels.has(tlpRank(label))).map((label) => JSON.stringify(tlpDefinition(label))),
    ]);
    return { etag: etagOf(bundle), make: () => Promise.resolve(bundle) };
  }
}

function writtenHere(report: StixObject): Published {
  const published = publishedOf(report);
  if (!published) throw new Fault('unprintable', 'it was not written here; it can be had as STIX');
  return published;
}

const refsOf = (report: StixObject): string[] => {
  const refs = report['object_refs'];
  return Array.isArray(refs) ? refs.map(String).filter((ref) => !ref.startsWith('identity--')) : [];
};

/** Who wrote, signed or reported what is in the bundle. */
function organisationsOf(report: StixObject, around: readonly Seen[]): string[] {
  const { authors = [], signatures = [] } = (advisoryOf(report) ?? {}) as {
    authors?: string[];
    signatures?: { organisation: string }[];
  };
  const makers = around.map(({ body }) => (JSON.parse(body) as StixObject).created_by_ref ?? '');
  return [report.created_by_ref ?? '', ...authors, ...signatures.map(({ organisation }) => organisation), ...makers];
}

function linkedOf({ id, tlp, body }: Seen): Linked {
  const object = JSON.parse(body) as StixObject;
  const { observables } = facts(object, { tlp: tlpOf(tlp), organisationId: '' });
  return { id, name: object.name, observables };
}
