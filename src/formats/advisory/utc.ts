/** A time as people read it, always in UTC: `2026-11-23 17:47:52Z`. What is no RFC 3339 time in UTC stays as it is. */
export const utc = (time: string): string => time.replace(/^([\d-]{10})T([\d:]{8})(?:\.\d+)?Z$/, '$1 $2Z');
