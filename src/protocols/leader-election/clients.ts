// Clients of an election: those of odd numbers campaign, by the worker's cycle of a lock, and those of even ones observe. An
// observer is a worker without threads: it never wants to lead.
import type { PlainRecord } from '../../base/plain.ts';
import { type AnyProtocol, clientProtocol } from '../../contract/protocol.ts';
import type { Options, Workload } from '../../contract/system.ts';
import { numberOf } from '../kv/index.ts';
import { type AnyDriver, lockClient, workerSettings } from '../locks/index.ts';

type Handler = (...args: readonly unknown[]) => PlainRecord;
type Table = { readonly [kind: string]: Handler };

export function electionClient(
  workload: Workload,
  options: Options,
  candidate: AnyDriver,
  observer: AnyDriver,
): AnyProtocol {
  const settings = workerSettings(options);
  const protocols = [
    lockClient(workload, { ...settings, threads: 0 }, observer),
    lockClient(workload, settings, candidate),
  ] as const;
  const of = (self: string): AnyProtocol => protocols[numberOf(self) % 2 === 0 ? 0 : 1];
  /** What a client has no handler for, it does not hear: nobody sends it. */
  const each = (part: 'on' | 'timer'): Table => {
    const kinds = protocols.flatMap((each) => Object.keys(each[part]));
    return Object.fromEntries(
      kinds.map((kind) => [
        kind,
        (...args: readonly unknown[]) => {
          const table = of(selfIn(args))[part] as unknown as Table;
          return table[kind]?.(...args) ?? (args[0] as PlainRecord);
        },
      ]),
    );
  };
  return clientProtocol({
    name: 'election-client',
    start: (ctx) => of(ctx.self).start(ctx as never, {} as never) as never,
    on: each('on') as never,
    timer: each('timer') as never,
    system: {
      linkReset: (state: never, peer, ctx) =>
        (of(ctx.self).system?.linkReset?.(state, peer, ctx as never) ?? state) as never,
    },
  });
}

/** The context comes last. */
function selfIn(args: readonly unknown[]): string {
  return (args.at(-1) as { readonly self: string }).self;
}
