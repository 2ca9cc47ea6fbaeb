// Modules that are no systems, each with the one thing wrong that its name says. The transcript beside this file has
// what `faultline run` answers.

const imports = `import { clientProtocol, monitor, protocol, system } from 'faultline/protocol';\n`;

const parts = {
  name: `'lock'`,
  about: `'A lock.'`,
  groups: `{ server: { about: 'The server', protocol: () => server, count: 1 } }`,
  options: '{}',
  roles: '{}',
  workloads: '{}',
  monitors: '() => []',
  promises: '[]',
  view: '{}',
};

const server = `const server = protocol({ name: 'server', start: () => null, on: {}, timer: {} });\n`;

/** A sound module but for the parts given; `undefined` leaves one out. */
export function moduleWith(changed: { readonly [part in keyof typeof parts]?: string | undefined }, before = server) {
  const all = Object.entries({ ...parts, ...changed }).filter(([, text]) => text !== undefined);
  return `${imports}${before}export default system({\n${all.map(([name, text]) => `  ${name}: ${text},\n`).join('')}});\n`;
}

const watching = (monitor: string) => moduleWith({ monitors: `() => [${monitor}]` });
const sound = `group: 'server', initial: null, observe: (memory) => memory, isExercised: () => true`;

/** By file name: its text, or undefined for a file that is not there. */
export const badModules: { readonly [file: string]: string | undefined } = {
  'missing.ts': undefined,
  'nothing.ts': 'const lock = 1;\n',
  'named.ts': `${moduleWith({}).replace('export default', 'export const lock =')}`,
  'number.ts': 'export default 42;\n',
  'function.ts': `${imports}${server}export default () => server;\n`,
  'protocol.ts': `${imports}${server}export default server;\n`,
  'throws.ts': `const limits: { max?: { value: number } } = {};\n\nexport default limits.max!.value;\n`,
  'throws-later.ts': `${moduleWith({})}Promise.reject(new Error('nobody waits for me'));\n`,
  'exits.ts': 'process.exit(0);\n',
  'loops.ts': 'for (;;);\n',
  'syntax.ts': 'export default {\n  name: ,\n};\n',
  'enum.ts': 'enum Phase { idle, held }\n\nexport default Phase;\n',
  'parameter.ts': 'class Lock {\n  constructor(private holder: string) {}\n}\nexport default new Lock("n1");\n',
  'import.ts': `import { lock } from './no-such-lock.ts';\n\nexport default lock;\n`,
  'import-name.ts': `import { sistem } from 'faultline/protocol';\n\nexport default sistem;\n`,
  'groups.ts': moduleWith({ groups: undefined }),
  'monitors.ts': moduleWith({ monitors: undefined }),
  'group.ts': moduleWith({ groups: `{ server: { about: 'The server', protocol: server, count: 1 } }` }),
  'count.ts': moduleWith({ groups: `{ server: { about: 'The server', protocol: () => server, count: '3' } }` }),
  'protocol-throws.ts': moduleWith({}, `const server = undefined as never;\n`).replace(
    '() => server',
    '() => server.on',
  ),
  'handler.ts': moduleWith({}, server.replace('on: {}', 'on: { Acquire: 1 }')),
  'option.ts': moduleWith({
    options: `{ lease: { type: 'duration', default: 5, min: 10, max: 20, about: 'How long', source: 'chosen' } }`,
  }),
  'role.ts': moduleWith({ roles: `{ holder: { about: 'Has it', group: 'servers', is: () => true } }` }),
  'promise.ts': moduleWith({ promises: `[{ property: 'mutual-exclusion', under: 'crashes' }]` }),
  'monitor.ts': watching(`monitor({ ${sound}, properties: [] })`),
  'exercised.ts': watching(
    `monitor({ ${sound.replace('() => true', '(memory) => memory.held')}, properties: [{ name: 'held', sentence: 'It is held.' }] })`,
  ),
  'plain.js': `module.exports = { name: 'lock' };\n`,
  'lock.txt': 'a lock\n',
};

export const scenarioUsing = (use: string, more = '') => `faultline: 1
name: A lock
about: A lock of one's own.
use: ${use}
${more}run: 1s
expect:
  - state: { of: n1, field: held, equals: 1 }
`;
