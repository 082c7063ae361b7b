import { Fault, type StixObject } from '../../kernel/index.js';
import type { EventParts } from './event-parts.js';
import { IN_EVENT, type Level, mispUuid, withFacts } from './misp.js';
import { marked } from './misp-levels.js';
import type { ReportShape } from './misp-shapes.js';
import { instant, seconds } from './misp-times.js';

/** What a report has of its event. `grouping`: the event as an object, which the report is about. */
interface Around {
  readonly level: Level;
  readonly labels: readonly string[];
  readonly grouping: string;
}

/** A report of an event, Markdown with a title, as a note on it. Fault: `misp_invalid` for one that says nothing. */
export function fromReport(reading: EventParts, shape: ReportShape, { level, labels, grouping }: Around): StixObject {
  if (shape.content === '') throw new Fault('misp_invalid', 'content: the report is empty');
  const { uuid: event } = reading.event;
  const uuid = shape.uuid ?? mispUuid('report', event, shape.name);
  const modified = Math.max(seconds(shape.timestamp) ?? reading.changed, reading.changed);
  return {
    type: 'note',
    spec_version: '2.1',
    id: reading.id('note', uuid),
    created: instant(Math.min(reading.created, modified)),
    modified: instant(modified),
    labels: [...labels, IN_EVENT],
    ...marked(level),
    external_references: [{ source_name: 'misp', external_id: uuid }],
    extensions: withFacts({ is: 'report', event, uuid }),
    abstract: shape.name,
    content: shape.content,
    object_refs: [grouping],
  };
}
