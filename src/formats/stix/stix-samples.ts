/** Of the samples: their id's, and the time at which they were made. */
export const uuid = '7f1c2a4e-1d2b-4c3d-9e8f-0a1b2c3d4e5f';
export const at = '2026-01-31T12:00:00.000Z';

/** An object of a type that has versions, with what else it says. */
export const versioned = (type: string, more: object): object => ({
  type,
  spec_version: '2.1',
  id: `${type}--${uuid}`,
  created: at,
  modified: at,
  ...more,
});
