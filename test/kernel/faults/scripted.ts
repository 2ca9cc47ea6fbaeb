// Scripted nodes: each does at given times what the script says, and notes all that happens to it with the true time in
// ms. So a test is a script, the faults, and the notes expected; unless it says otherwise a message takes 1 ms and a
// write 2 ms (../small.ts). Notes outlive crashes. At one instant a script comes before what arrives.
import type { Context } from '../../../src/contract/context.ts';
import { clientProtocol, protocol, type SystemHandlers } from '../../../src/contract/protocol.ts';
import { ms } from '../../../src/contract/time.ts';
import { type RunPlan, type RunResult, TimedRun } from '../../../src/kernel/index.ts';
import { planOf } from '../small.ts';

export type Say = { readonly kind: 'Say' | 'Ask'; readonly text: string };
export type Timer =
  | { readonly kind: 'script'; readonly key: string; readonly step: number }
  | { readonly kind: 'alarm' | 'bell'; readonly key?: string };
export type Durable = { readonly [key: string]: number };
/** How many messages were heard, and of what the node is proud. */
export type State = { readonly heard: number; readonly texts: readonly string[] };
export type C = Context<Say, Timer, Durable>;
type System = SystemHandlers<State, Durable, C>;

/** At `at` ms the node does this. */
export type Script = readonly (readonly [at: number, node: string, does: (ctx: C) => void])[];

type Does<Told extends readonly unknown[]> = (ctx: C, ...told: Told) => unknown;

export type Options = {
  readonly script?: Script;
  /** Servers n1, n2, … Default 2. */
  readonly count?: number;
  /** Clients c1, c2, …: each asks n1 at 10 ms, and notes what it hears. Default none. */
  readonly clients?: number;
  /** What a node does besides: when it hears a text, an alarm goes off, it starts, a write failed. */
  readonly hear?: Does<[text: string, from: string]>;
  readonly ring?: Does<[name: string]>;
  readonly boot?: Does<[]>;
  readonly fail?: Does<[]>;
  /** Handlers of the machine's reports that the protocol lacks. */
  readonly lacks?: readonly (keyof System)[];
  readonly timers?: 'wall' | 'monotonic';
} & Partial<RunPlan>;

const born: State = { heard: 0, texts: [] };

const system = (fail: Options['fail']): Required<System> => ({
  writeFailed(state, { reason, write }, ctx) {
    ctx.note(`${reason} of ${write}`);
    fail?.(ctx);
    return { ...state };
  },
  linkReset(state, peer, ctx) {
    ctx.note(`reset by ${peer}`);
    return { ...state };
  },
  diskCorrupt(ctx, durable) {
    ctx.note(start(ctx, durable));
    return born;
  },
});

function start({ boot }: C, durable: Readonly<Partial<Durable>>): string {
  return `start ${boot.incarnation} ${boot.disk} ${JSON.stringify(durable)}`;
}

function scripted({ script = [], hear, ring, boot, fail, lacks = [], timers = 'monotonic' }: Options) {
  return protocol<State, Say, Timer, Durable>({
    name: 'scripted',
    timers,
    start(ctx, durable) {
      ctx.note(start(ctx, durable));
      for (const [step, [at, node]] of script.entries()) {
        const delay = ms(at) - ctx.monotonic;
        if (node === ctx.self && delay >= 0) ctx.setTimer({ kind: 'script', key: String(step), step }, delay);
      }
      boot?.(ctx);
      return born;
    },
    on: {
      Say(state, { text }, from, ctx) {
        ctx.note(text);
        hear?.(ctx, text, from);
        return { heard: state.heard + 1, texts: [...state.texts, text] };
      },
      Ask(state, { text }, from, ctx) {
        ctx.send(from, { kind: 'Say', text });
        return state;
      },
    },
    timer: {
      script(state, { step }, ctx) {
        script[step]![2](ctx);
        return state;
      },
      alarm(state, { key }, ctx) {
        ctx.note(key ?? 'alarm');
        ring?.(ctx, key ?? 'alarm');
        return state;
      },
      bell(state, _timer, ctx) {
        ctx.note('bell');
        return state;
      },
    },
    system: Object.fromEntries(Object.entries(system(fail)).filter(([name]) => !lacks.includes(name as keyof System))),
  });
}

const asker = clientProtocol<number, Say, { readonly kind: 'ask' }>({
  name: 'asker',
  start(ctx) {
    ctx.setTimer({ kind: 'ask' }, ms(10));
    return 0;
  },
  on: {
    Say(state, { text }, _from, ctx) {
      ctx.note(text);
      return state + 1;
    },
    Ask: (state) => state,
  },
  timer: {
    ask(state, _timer, ctx) {
      for (const server of ctx.servers) ctx.send(server, { kind: 'Ask', text: 'answer' });
      return state;
    },
  },
});

export class Played {
  readonly run: TimedRun;
  readonly result: RunResult;

  constructor(run: TimedRun) {
    this.run = run;
    this.result = run.result();
  }

  /** What a node noted, and when (true time, in ms); without its starts. */
  of(id: string): readonly string[] {
    return this.notes(id).filter((note) => !note.startsWith('start '));
  }

  /** How a node started: incarnation, disk, what was durable, when. */
  starts(id: string): readonly string[] {
    return this.notes(id).flatMap((note) => (note.startsWith('start ') ? [note.slice(6)] : []));
  }

  private notes(id: string): readonly string[] {
    const trace = this.run.trace!;
    return trace.notes.flatMap(({ node, text, event }) =>
      node === id ? [`${text} @${trace.at(event).time / 1000}`] : [],
    );
  }
}

export function play(options: Options): Played {
  const plan = planOf(scripted(options), options.count ?? 2, { until: ms(200), ...options });
  const clients = Array.from({ length: options.clients ?? 0 }, (_, i) => ({
    id: `c${i + 1}`,
    group: 'client',
    protocol: asker,
    servers: ['n1'],
  }));
  const run = new TimedRun({ ...plan, nodes: [...plan.nodes, ...clients] }, { level: 'trace' });
  run.run();
  return new Played(run);
}

/** What a node noted. */
export const notes = (id: string, options: Options): readonly string[] => play(options).of(id);

/** Says each text to a node. */
export const say =
  (to: string, ...texts: readonly string[]) =>
  (ctx: C): void => {
    for (const text of texts) ctx.send(to, { kind: 'Say', text });
  };

/** Says a text once all writes issued so far are durable. */
export const sayDurable = (to: string, text: string) => (ctx: C) =>
  ctx.send(to, { kind: 'Say', text }, { durable: true });

export const persist = (patch: Durable, kind?: string) => (ctx: C) =>
  ctx.persist(patch, kind === undefined ? {} : { kind });

/** Does all of it, in this order. */
export const all =
  (...steps: readonly ((ctx: C) => void)[]) =>
  (ctx: C): void => {
    for (const step of steps) step(ctx);
  };

/** Sets an alarm to so many ms of the node's clock. */
export const alarm = (delay: number, key?: string) => (ctx: C) =>
  ctx.setTimer(key === undefined ? { kind: 'alarm' } : { kind: 'alarm', key }, ms(delay));
