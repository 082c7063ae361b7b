import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  changesCsv,
  type CsafFolder,
  feedFile,
  folderPage,
  indexText,
  type ListedDocument,
  providerMetadata,
  rolieFeed,
  securityText,
  serviceDocument,
  yearPage,
} from '../../../formats/index.js';
import { Fault, sha256, type Viewer } from '../../../kernel/index.js';
import { Caller, Config, Policy, Pulse, isKnown } from '../../../platform/index.js';
import { Documents, type ProvidedDocument } from './documents.js';
import { baseOf, foldersFor, LABEL_OF } from './folders.js';
import { OpenPgpKey } from './openpgp-key.js';

/** A file as it is served. */
interface Served {
  readonly type: string;
  readonly body: string | Buffer;
}

const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain; charset=utf-8';
const PAGE_TYPE = 'text/html; charset=utf-8';
/** The listing of a folder: what is served where a path ends in a slash. */
const PAGE = 'index.html';
const DAY_MS = 86_400_000;

/**
 * The trusted provider (CSAF 2.0, 7.2.3). All of it is asked with the rights of whoever asks: nobody signed in is given what is
 * TLP:CLEAR, where the alliance serves that to the public, and 401 where it does not.
 */
@ApiTags('csaf')
@Controller('.well-known')
export class WellKnownController {
  constructor(
    private readonly documents: Documents,
    private readonly key: OpenPgpKey,
    private readonly config: Config,
    private readonly pulse: Pulse,
  ) {}

  @Get('security.txt')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'Where the CSAF provider is (RFC 9116)' })
  security(
    @Caller() viewer: Viewer,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ): void {
    const today = Math.floor(this.pulse.now / DAY_MS) * DAY_MS;
    const expires = new Date(today + 90 * DAY_MS).toISOString();
    const body = securityText(this.config.publicUrl, baseOf(this.config), expires);
    give(reply, viewer, known, { type: TEXT_TYPE, body });
  }

  @Get('csaf/provider-metadata.json')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'Who provides CSAF documents here, and where they are' })
  async metadata(
    @Caller() viewer: Viewer,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ) {
    const { fingerprint, createdAt } = await this.key.current();
    const base = baseOf(this.config);
    const body = printed(
      providerMetadata({
        base,
        publisher: { name: new URL(this.config.publicUrl).host, namespace: this.config.publicUrl },
        key: { fingerprint, url: `${base}/openpgp/${fingerprint}.asc` },
        lastUpdated: createdAt.toISOString(),
        folders: foldersFor(viewer),
      }),
    );
    give(reply, viewer, known, { type: JSON_TYPE, body });
  }

  @Get('csaf/service.json')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'The ROLIE service document' })
  service(
    @Caller() viewer: Viewer,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ): void {
    const body = printed(serviceDocument(baseOf(this.config), foldersFor(viewer)));
    give(reply, viewer, known, { type: JSON_TYPE, body });
  }

  @Get('csaf/openpgp/:file')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'The public key that documents are signed with, armored' })
  async publicKey(
    @Caller() viewer: Viewer,
    @Param('file') file: string,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ) {
    const { fingerprint, armored } = await this.key.current();
    if (file !== `${fingerprint}.asc`) throw new Fault('not_found');
    give(reply, viewer, known, { type: 'application/pgp-keys', body: armored });
  }

  @Get('csaf/:label/:name')
  @Policy({ scope: 'read' })
  @ApiOperation({
    summary:
      'The documents of a label that you may see: as a ROLIE feed, `changes.csv`, `index.txt`, or the folder’s listing, `index.html`',
  })
  async list(
    @Caller() viewer: Viewer,
    @Param('label') label: string,
    @Param('name') file: string,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ) {
    const folder = folderOf(label);
    const lists: Record<string, (documents: readonly ListedDocument[], since: string) => Served> = {
      [feedFile(folder)]: (documents, since) => ({
        type: JSON_TYPE,
        body: printed(rolieFeed(baseOf(this.config), folder, documents, since)),
      }),
      'changes.csv': (documents) => ({ type: 'text/csv; charset=utf-8', body: changesCsv(documents) }),
      'index.txt': (documents) => ({ type: TEXT_TYPE, body: indexText(documents) }),
      [PAGE]: (documents) => ({ type: PAGE_TYPE, body: folderPage(folder, documents) }),
    };
    const make = Object.hasOwn(lists, file) ? lists[file] : undefined;
    if (!make) throw new Fault('not_found');
    const { createdAt } = await this.key.current();
    give(reply, viewer, known, make(await this.documents.list(viewer, folder), createdAt.toISOString()), folder);
  }

  @Get('csaf/:label/:name/:file')
  @Policy({ scope: 'read' })
  @ApiOperation({
    summary:
      'A CSAF 2.0 document, its hashes (`.sha256`, `.sha512`) and its OpenPGP signature (`.asc`); the folder’s listing, `index.html`',
  })
  async file(
    @Caller() viewer: Viewer,
    @Param('label') label: string,
    @Param('name') year: string,
    @Param('file') file: string,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ) {
    const folder = folderOf(label);
    if (file === PAGE) return give(reply, viewer, known, await this.year(viewer, folder, year), folder);
    if (file === '') return give(reply, viewer, known, await this.year(viewer, folder, year), folder);
    const [, name = '', suffix = ''] = /^(.*\.json)(\.(?:sha256|sha512|asc))?$/.exec(file) ?? [];
    const document = await this.documents.file(viewer, folder, year, name);
    give(reply, viewer, known, served(document, suffix), folder);
  }

  /** A year of which the viewer sees nothing is not there. */
  private async year(viewer: Viewer, folder: CsafFolder, year: string): Promise<Served> {
    const documents = (await this.documents.list(viewer, folder)).filter((one) => String(one.year) === year);
    if (documents.length === 0) throw new Fault('not_found');
    return { type: PAGE_TYPE, body: yearPage(folder, year, documents) };
  }
}

function folderOf(label: string): CsafFolder {
  if (!Object.hasOwn(LABEL_OF, label)) throw new Fault('not_found');
  return label as CsafFolder;
}

function served({ body, sha256: short, sha512: long, signature, fileName }: ProvidedDocument, suffix: string): Served {
  switch (suffix) {
    case '.sha256':
      return { type: TEXT_TYPE, body: `${short.toString('hex')}  ${fileName}\n` };
    case '.sha512':
      return { type: TEXT_TYPE, body: `${long.toString('hex')}  ${fileName}\n` };
    case '.asc':
      return { type: 'application/pgp-signature', body: signature };
    default:
      return { type: JSON_TYPE, body };
  }
}

const printed = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** What the public may have, any page may load (CSAF 2.1, requirement 25). Bytes are sent, so that the type stays what it is. */
function give(
  reply: FastifyReply,
  { credential }: Viewer,
  known: string | undefined,
  { type, body }: Served,
  folder: CsafFolder = 'white',
): void {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  const etag = `"${sha256(bytes).toString('base64url')}"`;
  const isOpen = folder === 'white' && credential.kind === 'anonymous';
  void reply.headers({
    etag,
    vary: 'authorization, cookie',
    'cache-control': isOpen ? 'public, no-cache' : 'private, no-cache',
    ...(isOpen && { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }),
  });
  if (isKnown(known, etag)) void reply.code(304).send();
  else void reply.header('content-type', type).send(bytes);
}
