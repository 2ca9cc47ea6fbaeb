// What a script is. Which there are is in `scripts.ts`.
import type { Plain } from '../../../base/plain.ts';
import type { LocalTime } from '../../../contract/time.ts';
import type { Entry, Write } from './keyspace.ts';

/** PUBLISH: who has subscribed to the channel is sent the message, at once and once. */
export type Published = { readonly channel: string; readonly message: Plain };

export type Ran = {
  readonly value: Plain;
  readonly writes: readonly Write[];
  readonly published?: readonly Published[];
};

/** `entry`: what the key holds; undefined where it is not there. `read` looks up any other. */
export type Asked = {
  readonly key: string;
  readonly entry: Entry | undefined;
  readonly now: LocalTime;
  readonly read: (key: string) => Entry | undefined;
};

export type Script = (asked: Asked, args: readonly Plain[]) => Ran;
