export { AuthModule } from './auth.module.js';
export { Authenticator } from './authenticator.js';
export { Errands } from './errands.js';
export { Handshake } from './handshake.js';
