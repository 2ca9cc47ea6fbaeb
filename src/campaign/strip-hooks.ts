// A hook of Node's module loader: a `.ts` or `.mts` file outside `node_modules` is an ES module with its types stripped,
// whatever the nearest package.json says of `.js` files. Where Node strips types itself it is only told the format.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

type Context = { readonly format?: string | null | undefined };
type Next = (url: string, context: Context) => unknown;
type Strip = (
  source: string,
  options: { readonly mode: 'strip-only'; readonly filename: string },
) => { readonly code: string };

const isNative =
  (process.features as { readonly typescript?: unknown }).typescript !== undefined &&
  (process.features as { readonly typescript?: unknown }).typescript !== false;

/** Returns what `next` does, a promise or not: the same for hooks of either kind. */
export function load(url: string, context: Context, next: Next): unknown {
  if (!/^file:[^?#]*\.m?ts$/.test(url) || url.includes('/node_modules/')) return next(url, context);
  if (isNative) return next(url, { ...context, format: 'module-typescript' });
  const filename = fileURLToPath(url);
  return { format: 'module', source: stripped(readFileSync(filename, 'utf8'), filename), shortCircuit: true };
}

function stripped(source: string, filename: string): string {
  // Loaded only now: it is 4 MB, and most runs need none of it.
  const { transformSync } = createRequire(import.meta.url)('@swc/wasm-typescript') as { readonly transformSync: Strip };
  try {
    return transformSync(source, { mode: 'strip-only', filename }).code;
  } catch (error) {
    const { message, startLine, code } = error as { message?: unknown; startLine?: unknown; code?: unknown };
    // As Node's own error: the place in the first line of the stack, and a code.
    const told = new SyntaxError(String(message));
    told.stack = `${filename}:${startLine}\n${told.stack}`;
    const isKnown = code === 'UnsupportedSyntax';
    throw Object.assign(told, {
      code: isKnown ? 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' : 'ERR_INVALID_TYPESCRIPT_SYNTAX',
    });
  }
}
