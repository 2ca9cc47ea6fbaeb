// Names of the things in a run.

/** A node's name: the first letter of its group's name and a number from 1 (`n1`, `c2`); servers are `n`, clients `c`. */
export type NodeId = string;

/** A group of like nodes: `server`, `client`, `coordinator`, … */
export type GroupName = string;
