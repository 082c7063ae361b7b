import type { PipeTransform } from '@nestjs/common';
import { typeOfId } from '../formats/index.js';
import { Fault } from '../kernel/index.js';
import { BUILT_IN } from './templates/built-in.js';

/** An advisory's id in a path. What is not even shaped like one does not exist. */
export class AdvisoryId implements PipeTransform<string, string> {
  transform(value: string): string {
    if (typeOfId(value) !== 'report') throw new Fault('not_found');
    return value;
  }
}

/** Any object's. */
export class ObjectId implements PipeTransform<string, string> {
  transform(value: string): string {
    if (typeOfId(value) === undefined) throw new Fault('not_found');
    return value;
  }
}

/** A signing key's. */
export class SigningKeyId implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!/^[0-9a-f]{32}$/.test(value)) throw new Fault('not_found');
    return value;
  }
}

/** A template's: a UUID, or what one of the hub's own is called. */
export class TemplateId implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) && !BUILT_IN.some(({ id }) => id === value))
      throw new Fault('not_found');
    return value;
  }
}
