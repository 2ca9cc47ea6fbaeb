// One question, one answer.
export type Echo = { readonly kind: 'Echo'; readonly value: number };
export type Echoed = { readonly kind: 'Echoed'; readonly value: number };
