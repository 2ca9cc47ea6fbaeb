// The client of every commit protocol here: one transaction at a time. It asks once; what is not answered by the deadline is
// unknown to it, and it goes on.
import type { ClientContext } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type AnyProtocol, clientProtocol } from '../../contract/protocol.ts';
import type { Workload } from '../../contract/system.ts';
import { firstNumber, firstOperation, isChosen, isOverAlready, tableOf } from '../kv/index.ts';
import type { Begin, Ended, Part } from './messages.ts';
import type { BankSettings } from './settings.ts';
import { audit, order, transfer } from './transfers.ts';

/** Codes of an abort, other than `aborted`. */
const CODES: { readonly [cause: string]: string } = { insufficient: 'insufficient', veto: 'rolled-back' };

type Kind = 'transfer' | 'order' | 'audit';

export type ClientState = {
  readonly number: number;
  readonly open: { readonly number: number; readonly kind: Kind } | null;
  readonly isDue: boolean;
  readonly isOver: boolean;
  /** The latest audit: what all accounts held together, and what they should. */
  readonly audited: { readonly total: number; readonly expected: number } | null;
};

type Timer = { readonly kind: 'next' | 'deadline' | 'end' };
type Ctx = ClientContext<Begin, Timer>;

/** `asked`: the node that begins a transaction. */
export type ClientSettings = {
  readonly bank: BankSettings;
  readonly isVetoed: boolean;
  readonly asksFor: 'transfer' | 'order';
  readonly asked: 'coordinator' | 'participant';
};

export function commitClient(workload: Workload, settings: ClientSettings): AnyProtocol {
  const audits = tableOf(workload.reads);
  const plan = { workload, settings, audits };
  return clientProtocol<ClientState, Ended, Timer, Begin>({
    name: 'commit-client',
    start(ctx) {
      const idle = { number: firstNumber(ctx), open: null, isDue: false, isOver: false, audited: null };
      if (isOverAlready(workload, ctx)) return { ...idle, isOver: true };
      ctx.setTimer({ kind: 'next' }, firstOperation(workload, ctx));
      ctx.setTimer({ kind: 'end' }, workload.to - ctx.now);
      return idle;
    },
    on: {
      Ended(state, message, _from, ctx) {
        const { open } = state;
        if (open === null || message.number !== open.number) return state;
        const audited = answered(state, open.kind, message, settings.bank, ctx);
        return goOn({ ...state, audited }, plan, ctx);
      },
    },
    timer: {
      next(state, _timer, ctx) {
        if (state.isOver) return state;
        if (workload.interval > 0) ctx.setTimer({ kind: 'next' }, workload.interval);
        return state.open === null ? begin(state, plan, ctx) : { ...state, isDue: true };
      },
      deadline(state, _timer, ctx) {
        if (state.open === null) return state;
        ctx.info('timeout');
        return goOn(state, plan, ctx);
      },
      end: (state) => ({ ...state, isOver: true, isDue: false }),
    },
  });
}

type Plan = {
  readonly workload: Workload;
  readonly settings: ClientSettings;
  readonly audits: readonly boolean[];
};

function begin(state: ClientState, { workload, settings, audits }: Plan, ctx: Ctx): ClientState {
  const number = state.number + 1;
  const participants = ctx.group('participant');
  const kind = settings.asksFor === 'transfer' && isChosen('audit', audits, ctx) ? 'audit' : settings.asksFor;
  const parts = partsOf(kind, participants, settings.bank, ctx);
  ctx.invoke({ f: kind, value: kind === 'audit' ? null : parts.map(({ participant }) => participant) });
  const to = whomToAsk(parts, settings.asked, ctx);
  if (to !== undefined) ctx.send(to, { kind: 'Begin', number, parts, isVetoed: settings.isVetoed });
  ctx.setTimer({ kind: 'deadline' }, workload.deadline);
  return { ...state, number, open: { number, kind }, isDue: false };
}

function partsOf(kind: Kind, participants: readonly NodeId[], bank: BankSettings, ctx: Ctx): readonly Part[] {
  if (kind === 'audit') return audit(participants, bank);
  return kind === 'order' ? order(participants, bank, ctx) : transfer(participants, bank, ctx);
}

function whomToAsk(parts: readonly Part[], asked: ClientSettings['asked'], ctx: Ctx): NodeId | undefined {
  return asked === 'participant' ? parts[0]?.participant : ctx.group('coordinator')[0];
}

function answered(
  state: ClientState,
  kind: Kind,
  { outcome, cause, values }: Ended,
  { accounts, balance }: BankSettings,
  ctx: Ctx,
): ClientState['audited'] {
  if (outcome === 'aborted') {
    ctx.fail(CODES[cause] ?? 'aborted');
    return state.audited;
  }
  if (kind !== 'audit') {
    ctx.ok(null);
    return state.audited;
  }
  const total = Object.values(values).reduce((sum, value) => sum + value, 0);
  ctx.ok(total);
  return { total, expected: accounts * balance * ctx.group('participant').length };
}

function goOn(state: ClientState, plan: Plan, ctx: Ctx): ClientState {
  ctx.cancelTimer('deadline');
  const idle = { ...state, open: null };
  if (idle.isDue) return begin(idle, plan, ctx);
  if (plan.workload.interval === 0 && !idle.isOver) ctx.setTimer({ kind: 'next' }, plan.workload.think);
  return idle;
}
