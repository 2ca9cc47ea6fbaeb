// A system in a module of its own: a node that has ended itself comes back.
import { monitor, ms, protocol, system } from 'faultline/protocol';

type State = { readonly isBack: boolean };

const halting = protocol<State, never, { readonly kind: 'tick' }, { readonly isHalted?: boolean }>({
  name: 'halting',
  start(ctx, { isHalted = false }) {
    ctx.setTimer({ kind: 'tick' }, ms(10));
    return { isBack: isHalted };
  },
  on: {},
  timer: {
    tick(state, _timer, ctx) {
      ctx.persist({ isHalted: true });
      ctx.halt('enough');
      return state;
    },
  },
});

const never = monitor<State, null>({
  group: 'server',
  properties: [{ name: 'stays-away', sentence: 'Who has ended itself stays away.' }],
  initial: null,
  observe(memory, { after }, report) {
    if (after?.isBack === true) report('stays-away', 'it came back', null);
    return memory;
  },
  isExercised: () => true,
});

export default system({
  name: 'halts',
  about: 'Nodes that end themselves.',
  groups: { server: { about: 'One of them.', protocol: () => halting, count: 1 } },
  options: {},
  roles: {},
  workloads: {},
  monitors: () => [never],
  promises: [{ property: 'stays-away', under: 'all' }],
  view: { server: () => ({}) },
} as never);
