import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { tlpFromLabel } from '../formats/index.js';
import { Fault, tlpRank, type Viewer } from '../kernel/index.js';
import { Caller, Config, Policy } from '../platform/index.js';
import { address, AudienceAsk } from './address.js';
import { Audiences } from './audiences.js';
import type { Book } from './book.js';
import { recipients } from './recipients.js';

const PreviewAsk = z
  .strictObject({ tlp: z.string().min(1).max(20), audience: AudienceAsk.optional() })
  .meta({ id: 'AudiencePreviewRequest' });
type PreviewAsk = z.infer<typeof PreviewAsk>;

/** Who would see a submission, before there is one: decided by what decides when it is read. */
@ApiTags('audiences')
@Controller('api/v1/audience')
export class AudienceController {
  constructor(
    private readonly audiences: Audiences,
    private readonly config: Config,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Who would see what you submit under a label for an audience; nothing is kept' })
  async preview(@Caller() viewer: Viewer, @Body({ schema: PreviewAsk }) ask: PreviewAsk) {
    const tlp = tlpFromLabel(ask.tlp);
    if (tlp !== 'red' && tlpRank(tlp) > tlpRank(viewer.ceiling))
      throw new Fault('above_ceiling', undefined, { pointer: '/tlp' });
    const book = await this.audiences.current();
    const target = address(ask.audience, tlp, viewer, book);
    const { organisations, of, people } = recipients(target, book);
    return {
      tlp,
      audience: target.kind,
      /** Organisations that will see it, by short name, of so many that are active. */
      organisations,
      of,
      ...(target.kind === 'people' && { people: named(people, ask, viewer, book) }),
      public: tlp === 'clear' && this.config.anonymousClear,
    };
  }
}

/** People as the asker named them, who need not know more of them than that; and the asker. */
function named(ids: readonly string[], { audience }: PreviewAsk, viewer: Viewer, book: Book): string[] {
  const asked = typeof audience === 'object' && 'people' in audience ? audience.people : [];
  const emails = new Set(asked.map((name) => name.trim().toLowerCase()));
  return ids
    .map((id) => {
      const email = book.people.get(id)?.email ?? id;
      return emails.has(email) || id === viewer.personId ? email : id;
    })
    .toSorted();
}
