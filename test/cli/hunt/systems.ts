// Texts of small systems for the tests of `hunt`: servers that count their own ticks, and forget the count in a crash.

/** `tick`: what the handler does besides. `head`: lines before it. */
export const forgetful = (tick = '', head = '') => `import { monitor, ms, protocol, system } from 'faultline/protocol';

type State = { readonly count: number; readonly lives: number };
${head}
const server = protocol({
  name: 'counter',
  start(ctx) {
    ctx.setTimer({ kind: 'tick' }, ms(10));
    return { count: 0, lives: ctx.boot.incarnation };
  },
  on: {},
  timer: {
    tick(state: State, _timer, ctx) {
      ${tick}
      ctx.setTimer({ kind: 'tick' }, ms(10));
      return { ...state, count: state.count + 1 };
    },
  },
});

const counted = monitor({
  group: 'server',
  properties: [
    { name: 'forwards', sentence: 'A counter never goes back.' },
    { name: 'below-zero', sentence: 'Never exercised.' },
  ],
  initial: { n1: 0, n2: 0 },
  observe(memory, { node, after }, report) {
    const count = after?.count ?? memory[node];
    if (count < memory[node]) report('forwards', \`\${node} was at \${memory[node]}, and is at \${count}\`, null);
    return { ...memory, [node]: count };
  },
  isExercised: (memory, property) => property === 'forwards' && Object.values(memory).some((count) => count > 0),
});

export default system({
  name: 'count',
  about: 'Servers that count.',
  groups: { server: { about: 'A counter', protocol: () => server, count: 2 } },
  options: {},
  roles: {},
  workloads: {},
  monitors: () => [counted],
  promises: [{ property: 'forwards', under: 'nothing' }],
  view: { server: ({ count }) => ({ count }) },
});
`;

/** Never returns where a clock is far behind: in some seeds. */
export const hanging = forgetful('if (state.count === 5 && ctx.now < 0) for (;;);');

/** Depends on what the thread did before. */
export const impure = forgetful('ctx.note(String(calls)); if (calls++ % 7 === 3) return state;', 'let calls = 0;');

export const scenarioOf = (use: string, run = '1s') => `faultline: 1
name: Forgetful counting
about: Servers count their ticks.
use: ${use}
run: ${run}
expect:
  - state: { of: servers, field: count, atLeast: 50 }
`;
