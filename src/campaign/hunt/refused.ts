// What a hunt will not do, in a sentence: a journal that is not its own, a folder that cannot be written.

/** The user's to mend. The message is one sentence. */
export class HuntRefused extends Error {
  override readonly name = 'HuntRefused';
}
