// What an orchestrator and the services say to each other, and, without an orchestrator, the services among themselves.
import type { Change, Deal } from '../shop/index.ts';
import type { StepName } from './plan.ts';

/** Names what a command is about. Every command carries it, and every answer. */
type About = { readonly saga: string; readonly step: StepName };

/** Reads a row before the first step, for the countermeasures that go by what was read. May lock it. */
export type Look = About & { readonly kind: 'Look'; readonly change: Change };
/** `seen`: what was free when it was read; null where nothing was. */
export type Do = About & { readonly kind: 'Do'; readonly change: Change | null; readonly seen: number | null };
export type Undo = About & { readonly kind: 'Undo'; readonly change: Change | null; readonly seen: number | null };
/** Has it been done? If not, it never will be. */
export type Query = About & { readonly kind: 'Query' };
/** The saga has ended: what it locked here is free. */
export type Unlock = About & { readonly kind: 'Unlock' };

export type Looked = About & { readonly kind: 'Looked'; readonly free: number | null; readonly isLocked: boolean };
/** Of a `Do` or a `Query`. */
export type Did = About & { readonly kind: 'Did'; readonly ok: boolean };
export type Undid = About & { readonly kind: 'Undid' };
export type Unlocked = About & { readonly kind: 'Unlocked' };

export type Command = Look | Do | Undo | Query | Unlock;
export type Answer = Looked | Did | Undid | Unlocked;

/** Events of a choreography: the step at this position is done, or it will not be and those before it are to be undone. */
type Story = { readonly saga: string; readonly deal: Deal; readonly position: number };
export type Happened = Story & { readonly kind: 'Happened'; readonly number: number };
export type Failed = Story & { readonly kind: 'Failed'; readonly number: number };
/** The event of that number has been handled, or was before. */
export type Heard = { readonly kind: 'Heard'; readonly number: number };
export type SagaEvent = Happened | Failed;
