// What a judge says. Three values: `unknown` is never shown as a pass.
import type { Plain } from '../base/plain.ts';

export type Verdict =
  | { readonly verdict: 'ok' }
  | { readonly verdict: 'violated'; readonly reason: string; readonly witness: Plain }
  | { readonly verdict: 'unknown'; readonly reason: string };

export type VerdictName = Verdict['verdict'];
