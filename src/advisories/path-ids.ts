import type { PipeTransform } from '@nestjs/common';
import { typeOfId } from '../formats/index.js';
import { Fault } from '../kernel/index.js';

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
