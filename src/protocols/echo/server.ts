// The smallest protocol: a server that answers what it is sent. It remembers nothing.
import { protocol } from '../../contract/protocol.ts';
import type { Echo, Echoed } from './messages.ts';

export const echoServer = protocol<null, Echo, never, Record<string, never>, Echoed>({
  name: 'echo-server',
  start: () => null,
  on: {
    Echo(state, message, from, ctx) {
      ctx.send(from, { kind: 'Echoed', value: message.value });
      return state;
    },
  },
  timer: {},
});
