// The first example.
export { type EchoClientState, echoClient } from './client.ts';
export type { Echo, Echoed } from './messages.ts';
export { echoServer } from './server.ts';
export { echo } from './system.ts';
