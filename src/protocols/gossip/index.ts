// Rumour spreading.
export { type Gossip, type GossipSettings, type GossipState, gossip, type Rumours } from './protocol.ts';
export { gossipSystem } from './system.ts';
