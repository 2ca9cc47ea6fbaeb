// The text of a small system for the tests of `use:`: servers that count their own ticks.

export const counting = `import { monitor, ms, protocol, system } from 'faultline/protocol';

type State = { readonly count: number };

const server = protocol({
  name: 'counter',
  start(ctx) {
    ctx.setTimer({ kind: 'tick' }, ms(10));
    return { count: 0 };
  },
  on: {},
  timer: {
    tick(state: State, _timer, ctx) {
      ctx.setTimer({ kind: 'tick' }, ms(10));
      return { count: state.count + 1 };
    },
  },
});

const counted = monitor({
  group: 'server',
  properties: [{ name: 'forwards', sentence: 'A counter never goes back.' }],
  initial: { count: 0 },
  observe(memory) {
    return { count: memory.count + 1 };
  },
  isExercised: (memory) => memory.count > 0,
});

export default system({
  name: 'count',
  about: 'Servers that count.',
  groups: { server: { about: 'A counter', protocol: () => server, count: 2 } },
  options: {},
  roles: { odd: { about: 'Its count is odd', group: 'server', is: (state) => state.count % 2 === 1 } },
  workloads: {},
  monitors: () => [counted],
  promises: [{ property: 'forwards', under: 'nothing' }],
  view: { server: ({ count }) => ({ count }) },
});
`;

export const countingScenario = (use: string) => `faultline: 1
name: Counting
about: Servers count their ticks.
use: ${use}
run: 1s
expect:
  - state: { of: servers, field: count, atLeast: 50 }
`;
