export * from './append.js';
export * from './facts.js';
export * from './fault.js';
export * from './marking.js';
export * from './observable.js';
export * from './sha256.js';
export * from './stix.js';
export * from './viewer.js';
