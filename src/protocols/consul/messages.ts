// The messages between clients and servers, and between servers besides Raft's own.
import type { RequestId } from '../kv/index.ts';
import type { Message as RaftMessage, Sends as RaftSends } from '../raft/index.ts';
import type { PoolMessage } from './members/messages.ts';
import type { Answer, Asked } from './requests.ts';

export type Rpc = { readonly kind: 'Rpc'; readonly id: RequestId; readonly asked: Asked };
export type RpcReply = { readonly kind: 'RpcReply'; readonly id: RequestId; readonly answer: Answer };

/** A server that does not lead hands a client's request on, and the answer back. */
export type Forward = { readonly kind: 'Forward'; readonly id: RequestId; readonly asked: Asked };
export type Forwarded = { readonly kind: 'Forwarded'; readonly id: RequestId; readonly answer: Answer };

/** Raft's, without a client's requests: those come as calls. */
export type PeerMessage = Exclude<RaftMessage, { readonly kind: 'Request' }>;
export type OwnMessage = Rpc | Forward | Forwarded | PoolMessage;
export type Message = PeerMessage | OwnMessage;
export type Sends = RaftSends | Forward | Forwarded | RpcReply | PoolMessage;
