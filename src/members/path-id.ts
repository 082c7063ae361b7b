import type { PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { Fault } from '../kernel/index.js';
import { isKeyId } from './key/key-text.js';

const Uuid = z.uuid();

/** An id in a path. What is not even shaped like one does not exist. */
export class PathId implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!Uuid.safeParse(value).success) throw new Fault('not_found');
    return value.toLowerCase();
  }
}

/** An API key's id in a path. */
export class PathKeyId implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!isKeyId(value)) throw new Fault('not_found');
    return value;
  }
}
