import { Fault, type StixObject, type Tlp, TLP_MARKING } from '../../kernel/index.js';
import { tlpFromLabel, tlpOfId } from './marking.js';
import { isRecord, refuseObject } from './object-shapes.js';

/** Extension by which TLP 2.0 markings are defined (OASIS, October 2022). */
const TLP_2 = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';

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
  if (claimed !== level) throw new Fault('tlp_unknown', 'a TLP marking is not to be defined anew', { pointer });
}

/** The level a definition says it is, and where it says so. */
function claimOf(json: Record<string, unknown>): [Tlp | undefined, pointer: string] {
  const { definition_type: type, definition, extensions } = json;
  const extension = isRecord(extensions) ? extensions[TLP_2] : undefined;
  if (isRecord(extension)) return [tlpFromLabel(String(extension['tlp_2_0'])), `/extensions/${TLP_2}`];
  if (type !== 'tlp') return [undefined, '/id'];
  return [tlpFromLabel(isRecord(definition) ? String(definition['tlp']) : ''), '/definition'];
}

/** The definition of a label, as OASIS published it. */
export const tlpDefinition = (tlp: Tlp): StixObject => ({
  type: 'marking-definition',
  spec_version: '2.1',
  id: TLP_MARKING[tlp],
  created: '2022-10-01T00:00:00.000Z',
  name: `TLP:${tlp.toUpperCase()}`,
  extensions: { [TLP_2]: { extension_type: 'property-extension', tlp_2_0: tlp } },
});
