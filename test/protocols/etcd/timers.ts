// A timer with a key, as the kernel fires it.
import type { Kind } from '../../../src/contract/context.ts';
import type { AnyProtocol } from '../../../src/contract/protocol.ts';
import { type Outcome, receive, type Setup } from '../recording-context.ts';

export function fire<State>(protocol: AnyProtocol, state: State, timer: Kind, setup: Setup): Outcome<State> {
  const on = {
    [timer.kind]: (now: never, fired: never, _from: never, ctx: never) => protocol.timer[timer.kind]!(now, fired, ctx),
  };
  return receive({ ...protocol, on: on as AnyProtocol['on'] }, state, timer, '', setup);
}
