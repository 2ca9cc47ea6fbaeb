// How an expectation of a capsule ends. Within vitest it is one of vitest's assertions, so that `expect.assertions` and
// `requireAssertions` count it; under any other runner it throws, or does not.

/** What is not as expected of a capsule. */
export class CapsuleError extends Error {
  override readonly name = 'CapsuleError';
}

/** @throws CapsuleError with the problem, if there is one. */
export async function counted(problem: string | undefined, file: string): Promise<void> {
  await countInVitest();
  if (problem !== undefined) throw new CapsuleError(`${file}: ${problem}`);
}

async function countInVitest(): Promise<void> {
  // Outside of vitest its module cannot even be loaded.
  if (process.env['VITEST'] === undefined) return;
  const { expect } = await import('vitest').catch(() => ({ expect: undefined }));
  expect?.(true).toBe(true);
}
