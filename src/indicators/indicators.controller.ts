import { Body, Controller, Headers, HttpCode, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { AudienceAsk } from '../audience/index.js';
import { type Change, Exchange, identityRef, type Outcome, type Receipt, refusalOf } from '../exchange/index.js';
import { keepItemTexts } from '../formats/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { submitStream, toChange } from './bulk.js';
import { Warninglists } from '../warninglists/index.js';
import { warned } from './warned.js';
import { toAmend, toNote, toOpinion, toRevoke, toSighting } from './change.js';
import { ItemBudget } from './item-budget.js';
import { type Defaults, isStix } from './indicator.js';
import { IndicatorChange, NoteReport, OpinionReport, PatternItem, SightingReport, ValueItem } from './item.js';
import { outcomeLines } from './outcome-lines.js';

const MAX_ITEMS = 10_000;
const SLICE = 250;

const Envelope = z.strictObject({
  tlp: z.string().max(20).optional(),
  audience: AudienceAsk.optional(),
  items: z.array(z.unknown()).min(1).max(MAX_ITEMS),
});
const Id = z.string().max(200);
const IdempotencyKey = z.string().min(1).max(200).optional();

/** A request with its body as it came. */
type Asked = FastifyRequest & { rawBody?: Buffer };

/** Indicators, and what members say of them. Thin: reads the request, hands a submission to the exchange. */
@ApiTags('indicators')
@Controller('api/v1/indicators')
export class IndicatorsController {
  constructor(
    private readonly exchange: Exchange,
    private readonly budget: ItemBudget,
    private readonly lists: Warninglists,
  ) {}

  @Post()
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Submit one indicator, an array, { tlp, audience, items }, or a stream of JSON lines' })
  @ApiConsumes('application/json', 'application/x-ndjson')
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Makes a repeat answer the first receipt, for 24 hours',
  })
  @ApiBody({
    schema: {
      oneOf: [ValueItem, PatternItem].map((schema) => z.toJSONSchema(schema, { unrepresentable: 'any' })) as never,
    },
  })
  async submit(
    @Caller() viewer: Viewer,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Req() request: Asked,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const idempotencyKey = this.checked(key);
    if (body instanceof Readable) return this.stream(viewer, body, idempotencyKey, reply);
    const { changes, single } = await itemsOf(body, request.rawBody);
    await this.budget.take(viewer, changes.length);
    const submission = { viewer, changes, door: 'rest', ...idempotent(idempotencyKey, request) };
    const receipt = await warned(this.exchange.submit(submission), changes, this.lists);
    if (!single) return void reply.send(receipt);
    const outcome = only(receipt);
    void reply.code(outcome.outcome === 'created' ? 201 : 200);
    if (outcome.etag !== undefined) void reply.header('etag', outcome.etag);
    void reply.header('location', `/api/v1/objects/${outcome.id}`).send({ submission: receipt.submission, ...outcome });
  }

  private checked(key: string | undefined): string | undefined {
    const parsed = IdempotencyKey.safeParse(key);
    if (!parsed.success) throw new Fault('invalid', 'Idempotency-Key has 1 to 200 characters');
    return parsed.data;
  }

  private stream(viewer: Viewer, body: Readable, key: string | undefined, reply: FastifyReply): void {
    const intake = {
      exchange: this.exchange,
      admit: (who: Viewer, items: number) => this.budget.take(who, items),
      lists: this.lists,
    };
    const answer = outcomeLines(submitStream(intake, viewer, body, {}, key), reply.request.id);
    void reply.header('content-type', 'application/x-ndjson').send(Readable.from(answer));
  }

  @Patch(':id')
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Change one’s own indicator: extend, correct, relax or tighten its marking' })
  @ApiHeader({ name: 'If-Match', required: true })
  async change(
    @Caller() viewer: Viewer,
    @Param('id', { schema: Id }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: IndicatorChange }) change: IndicatorChange,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Outcome> {
    if (ifMatch === undefined) throw new Fault('precondition_required');
    return this.one(viewer, toAmend(id, ifMatch, change), reply);
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Revoke one’s own indicator' })
  revoke(
    @Caller() viewer: Viewer,
    @Param('id', { schema: Id }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Outcome> {
    return this.one(viewer, toRevoke(id, ifMatch), reply);
  }

  @Post(':id/sightings')
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Report a sighting of any indicator that you see' })
  sight(
    @Caller() viewer: Viewer,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: SightingReport }) report: SightingReport,
    @Headers('idempotency-key') key: string | undefined,
    @Req() request: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Outcome> {
    const change = toSighting(id, identityRef(viewer.organisationId), report);
    return this.one(viewer, change, reply, idempotent(this.checked(key), request));
  }

  @Post(':id/opinions')
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Say what you think of an indicator; strongly-disagree is a false positive' })
  opine(
    @Caller() viewer: Viewer,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: OpinionReport }) report: OpinionReport,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Outcome> {
    return this.one(viewer, toOpinion(id, report), reply);
  }

  @Post(':id/notes')
  @Policy({ scope: 'submit' })
  @ApiOperation({
    summary: 'Comment on any indicator that you see; whoever sees it reads that, unless it is for fewer',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  comment(
    @Caller() viewer: Viewer,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: NoteReport }) report: NoteReport,
    @Headers('idempotency-key') key: string | undefined,
    @Req() request: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Outcome> {
    return this.one(viewer, toNote(id, report), reply, idempotent(this.checked(key), request));
  }

  private async one(viewer: Viewer, change: Change, reply: FastifyReply, idempotency: object = {}): Promise<Outcome> {
    await this.budget.take(viewer, 1);
    const outcome = only(await this.exchange.submit({ viewer, changes: [change], door: 'rest', ...idempotency }));
    if (outcome.etag !== undefined) void reply.header('etag', outcome.etag);
    return outcome;
  }
}

/** Items are read a slice at a time, so that others have the event loop in between. */
async function changesOf(items: readonly unknown[], defaults: Defaults = {}): Promise<Change[]> {
  const changes: Change[] = [];
  for (const item of items) {
    changes.push(toChange(item, defaults));
    if (changes.length % SLICE === 0) await setImmediate();
  }
  return changes;
}

/** STIX is stored as it came: to the byte, not as it is read. */
function kept<T extends readonly unknown[]>(items: T, body: unknown, raw: Buffer | undefined): T {
  const some = items.some((item) => typeof item === 'object' && item !== null && isStix(item));
  if (raw && some) keepItemTexts(body as object, raw, 'items');
  return items;
}

async function itemsOf(body: unknown, raw?: Buffer): Promise<{ changes: Change[]; single: boolean }> {
  if (Array.isArray(body)) {
    if (body.length === 0) throw new Fault('invalid', 'the array is empty');
    if (body.length > MAX_ITEMS)
      throw new Fault('too_many_objects', `at most ${MAX_ITEMS}; send more as application/x-ndjson`);
    return { changes: await changesOf(kept(body, body, raw)), single: false };
  }
  if (typeof body !== 'object' || body === null || !('items' in body))
    return { changes: kept([body], body, raw).map((item) => toChange(item)), single: true };
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) {
    const many = Array.isArray(body.items) && body.items.length > MAX_ITEMS;
    throw new Fault(many ? 'too_many_objects' : 'invalid', envelope.error.issues[0]?.message);
  }
  const { items, ...defaults } = envelope.data;
  return { changes: await changesOf(kept(items, body, raw), defaults), single: false };
}

/** The same key with another body, or at another address, is another request. */
const idempotent = (key: string | undefined, { method, url, rawBody }: Asked) => {
  if (key === undefined) return {};
  const request = createHash('sha256')
    .update(`${method} ${url}\n`)
    .update(rawBody ?? '')
    .digest();
  return { idempotency: { key, request } };
};

/** The outcome of a submission of one; a rejected one is the problem itself. */
function only({ outcomes }: Receipt): Outcome {
  const outcome = outcomes[0];
  if (!outcome) throw new Fault('internal');
  const refusal = refusalOf(outcome);
  if (refusal) throw refusal;
  return outcome;
}
