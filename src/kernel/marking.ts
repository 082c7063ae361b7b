/** TLP 2.0 (FIRST, August 2022), from the widest label to the narrowest. The order is the order of restriction. */
export const TLP = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export type Tlp = (typeof TLP)[number];

/** Position of a label in {@link TLP}: 0 for CLEAR, 4 for RED. What the database stores. */
export const tlpRank = (tlp: Tlp): number => TLP.indexOf(tlp);
/** From this rank on, reading and every delivery is put on record before it is made. */
export const RECORDED = tlpRank('amber+strict');

/** The label of a stored rank. Throws RangeError on a rank outside 0..4. */
export function tlpOf(rank: number): Tlp {
  const tlp = TLP[rank];
  if (!tlp) throw new RangeError(`no TLP label has rank ${rank}`);
  return tlp;
}

/** STIX 2.1 marking-definition ids of the TLP 2.0 labels (OASIS, October 2022). */
export const TLP_MARKING: Record<Tlp, string> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
};

/** TLP 1 static markings of STIX 2.0 and 2.1, mapped to TLP 2.0 (WHITE became CLEAR). */
export const TLP1_MARKING: Record<string, Tlp> = {
  'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9': 'clear',
  'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da': 'green',
  'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82': 'amber',
  'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed': 'red',
};

/** OpenCTI's own ids of labels for which there were none of OASIS's yet. Nobody else knows them: OASIS's stand beside. */
export const OPENCTI_MARKING: Record<string, Tlp> = {
  'marking-definition--826578e1-40ad-459f-bc73-ede076f81f37': 'amber+strict',
};
