import { Fault, type StixObject, type Tlp, TLP_MARKING } from '../../kernel/index.js';
import { tlpFromLabel, tlpOfId } from './marking.js';
import { isRecord, refuseObject } from './object-shapes.js';

/** Extension by which TLP 2.0 markings are defined (OASIS, October 2022). */
const TLP_2 = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';
/** What OpenCTI adds to whatever it exports. */
const OPENCTI = 'extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba';

/**
 * Checks what a marking definition defines. The TLP markings are fixed by their standards: under another id, or with
 * another level, they are `tlp_unknown`, since a reader would believe the label and the hub the id.
 */
export function checkMarkingDefinition(json: Record<string, unknown>): void {
  const { id, definition, extensions } = json;
  if (definition === undefined && extensions === undefined)
    refuseObject('definition or extensions is required', '/definition');
  const level = tlpOfId(String(id));
  const [claimed, pointer] = claimOf(json);
  if (claimed !== level) throw anew(pointer);
  if (level !== undefined) checkPublished(json, level);
}

const anew = (pointer: string): Fault =>
  new Fault('tlp_unknown', 'a TLP marking is not to be defined anew', { pointer });

/**
 * A copy of a published definition says that level wherever it says any, and defines nothing beside it. When it was made, and
 * members that are not of the standard, mean nothing.
 */
function checkPublished(json: Record<string, unknown>, level: Tlp): void {
  const { name, definition = {}, extensions = {}, x_opencti_definition: own } = json;
  const said = (value: unknown): boolean => value === undefined || labelOf(value) === level;
  if (!said(name)) throw anew('/name');
  if (!said(own)) throw anew('/x_opencti_definition');
  const { tlp, statement, ...more } = isRecord(definition) ? definition : { definition };
  const isOpenCtis = own !== undefined && statement === 'custom'; // which says nothing
  if (!said(tlp) || Object.keys(more).length > 0 || (statement !== undefined && !isOpenCtis)) throw anew('/definition');
  const { [TLP_2]: extension = {}, [OPENCTI]: _o, ...further } = isRecord(extensions) ? extensions : {};
  const { tlp_2_0: tlp2, extension_type: _, ...beside } = isRecord(extension) ? extension : {};
  if (!said(tlp2) || Object.keys(beside).length > 0) throw anew(`/extensions/${TLP_2}`);
  if (Object.keys(further).length > 0) throw anew('/extensions');
}

function labelOf(value: unknown): Tlp | undefined {
  try {
    return tlpFromLabel(String(value));
  } catch {
    return undefined;
  }
}

/** The level a definition says it is, and where it says so. */
function claimOf(json: Record<string, unknown>): [Tlp | undefined, pointer: string] {
  const { definition_type: type, definition, extensions, x_opencti_definition_type: kind } = json;
  const extension = isRecord(extensions) ? extensions[TLP_2] : undefined;
  if (isRecord(extension)) return [tlpFromLabel(String(extension['tlp_2_0'])), `/extensions/${TLP_2}`];
  if (isTlp(kind)) return [tlpFromLabel(String(json['x_opencti_definition'])), '/x_opencti_definition'];
  if (!isTlp(type)) return [undefined, '/id'];
  const tlp = isRecord(definition) ? definition['tlp'] : json['name']; // OpenCTI says it by the name alone
  return [tlpFromLabel(String(tlp)), '/definition'];
}

const isTlp = (type: unknown): boolean => typeof type === 'string' && type.toLowerCase() === 'tlp';

/** The definition of a label, as OASIS published it. */
export const tlpDefinition = (tlp: Tlp): StixObject => ({
  type: 'marking-definition',
  spec_version: '2.1',
  id: TLP_MARKING[tlp],
  created: '2022-10-01T00:00:00.000Z',
  name: `TLP:${tlp.toUpperCase()}`,
  extensions: { [TLP_2]: { extension_type: 'property-extension', tlp_2_0: tlp } },
});
