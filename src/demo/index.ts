export { demonstrate, type Demonstration, madeBefore } from './demonstration.js';
