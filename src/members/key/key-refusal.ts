import { SetMetadata } from '@nestjs/common';
import type { FaultCode } from '../../kernel/index.js';

export const KEY_REFUSAL = 'tocsin:key-refusal';

/** What an API key is told at a controller that is for people alone, instead of `forbidden`. */
export const RefuseKeysWith = (code: FaultCode): ClassDecorator => SetMetadata(KEY_REFUSAL, code);
