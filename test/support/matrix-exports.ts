import { EXPORT_FORMATS, type ExportFormat } from '../../src/exports/exports.js';
import type { MatrixModel } from './matrix-model.js';
import type { Path } from './matrix-path.js';
import type { Exhibit } from './matrix-stage.js';

export const tlpOf = ({ name }: Exhibit, model: MatrixModel): string => model.objects.get(name)!.tlp;

/** Nobody exports what is TLP:RED, not even who is named. */
const exported = (format: ExportFormat, { could, shows = ({ value }) => value }: Exported): Path => ({
  name: `export as ${format}`,
  needs: 'read',
  could: (exhibit, model) => tlpOf(exhibit, model) !== 'red' && could(exhibit, model),
  does: async (stage, viewer) => {
    const { body } = await stage.as(viewer)('GET', `/api/v1/export?format=${format}`);
    const text = JSON.stringify(body);
    return new Map(stage.exhibits.filter((exhibit) => text.includes(shows(exhibit))).map(({ name }) => [name, true]));
  },
});

/** What of the scene a format has words for, and which those are. */
interface Exported {
  readonly could: NonNullable<Path['could']>;
  readonly shows?: (exhibit: Exhibit) => string;
}

/** Indicators that stand. */
const standing: Exported['could'] = ({ name, type }, model) =>
  type === 'indicator' && !model.objects.get(name)!.revoked;
/** Lists say nothing but the value. */
const listed: Exported = { could: standing, shows: ({ name }) => `${name}.matrix.example` };
const EXPORTED: Readonly<Record<ExportFormat, Exported>> = {
  stix: { could: () => true },
  ndjson: { could: () => true },
  csv: { could: standing },
  misp: { could: ({ type }) => type === 'indicator' },
  txt: listed,
  hosts: listed,
  rpz: listed,
  suricata: listed,
};

/** Every format in which what is found leaves: one that is new does not compile until it is said what it shows. */
export const EXPORT_PATHS: readonly Path[] = EXPORT_FORMATS.map((format) => exported(format, EXPORTED[format]));
