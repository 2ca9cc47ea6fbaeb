// The system `echo`: a server and its clients, the first example to read and to run.
import { system } from '../../contract/system.ts';
import { echoClient } from './client.ts';
import { echoServer } from './server.ts';

export const echo = system({
  name: 'echo',
  about: 'A server that sends back what it is sent.',
  groups: { server: { about: 'Echo servers', protocol: () => echoServer, count: 1 } },
  options: {},
  roles: {},
  workloads: { echo: { about: 'One echo after another.', model: null, operations: ['echo'], client: echoClient } },
  monitors: () => [],
  promises: [],
  view: { server: () => ({}) },
});
