// The codes of problems in scenarios and capsules, family by family: when each is said, and what to do. A code is used
// nowhere without standing here, and `docs/errors.md` is made from this table. Codes of histories: `history-codes.ts`.

export type CodeAbout = {
  /** "Said when …" */
  readonly when: string;
  /** What to do, as an imperative sentence. */
  readonly remedy: string;
};

type Codes = { readonly [code: string]: CodeAbout };

const text = {
  'too-large': {
    when: 'the file is over 1 MiB, or an object has more than 200,000 values',
    remedy: 'Split it: a scenario is a page of text.',
  },
  'not-text': {
    when: 'there are zero bytes, control characters, or bytes that are not UTF-8',
    remedy: 'Save the file as UTF-8 text.',
  },
  empty: { when: 'there is nothing in the file but comments', remedy: 'Begin with `faultline: 1`.' },
  'not-a-mapping': { when: 'the document is a list or a word', remedy: 'Write `key: value` lines.' },
  syntax: { when: 'the text is not YAML', remedy: 'Mend it at the place shown: what follows could not be read.' },
  'duplicate-key': { when: 'a mapping has a key twice', remedy: 'Keep one of the two.' },
  'forbidden-key': { when: 'a key is no word, or is `__proto__`', remedy: 'Use the keys that the schema lists.' },
  anchor: { when: 'a value has an anchor, `&a`', remedy: 'Write the value out in each place.' },
  alias: { when: 'a value is an alias, `*a`', remedy: 'Write out what it stands for.' },
  'merge-key': { when: 'a mapping has the key `<<`', remedy: 'Write the keys out in each place.' },
  tag: { when: 'a value has a tag, `!!str`', remedy: 'Remove it: values say by themselves what they are.' },
  directive: { when: 'a line begins with `%`', remedy: 'Remove the line.' },
  'several-documents': { when: 'a second `---` begins another document', remedy: 'Put each into a file of its own.' },
  'too-deep': { when: 'brackets or lists are nested over 100 levels', remedy: 'Flatten it: ten levels are ample.' },
  'not-plain': { when: 'an object holds what is no plain data (a class, a function, NaN)', remedy: 'Pass plain data.' },
  'a-capsule': { when: 'a capsule is given as a scenario', remedy: 'Run it with `faultline replay`.' },
  'a-history': { when: 'a history is given as a scenario or a capsule', remedy: 'Judge it with `faultline check`.' },
  'a-scenario': { when: 'a scenario is given as a capsule', remedy: 'Run it with `faultline run`.' },
} as const satisfies Codes;

const shape = {
  'format-version': { when: '`faultline:` is another number than 1', remedy: 'Write `faultline: 1`.' },
  missing: { when: 'a key is absent that has to be there', remedy: 'Add the key that the message names.' },
  'unknown-key': { when: 'a key is none of those known in its place', remedy: 'Use one of the keys listed.' },
  'wrong-value': {
    when: 'a value is of another kind, carries no unit or a wrong one, or is out of bounds',
    remedy: 'Write a value as the message describes it.',
  },
  'no-action': { when: 'a fault or an expectation does not say what it is', remedy: 'Add one of the keys listed.' },
  'several-actions': { when: 'one fault or expectation does two things', remedy: 'Make two items of it.' },
} as const satisfies Codes;

const meaning = {
  'unknown-name': {
    when: 'a system, option, group, role, node, workload, property or fault is named that does not exist',
    remedy: 'Use a name that the message lists; `faultline list systems NAME` tells all of a system.',
  },
  'wrong-option': { when: 'an option of the system has a value that it cannot take', remedy: 'Stay in its bounds.' },
  'wrong-count': {
    when: 'there are too many nodes, or a number of servers is asked of a system without servers',
    remedy: 'Lower the number, or count each group: `nodes: { coordinator: 1 }`.',
  },
  contradiction: { when: 'two parts of the scenario cannot both be', remedy: 'Keep one of them.' },
  'time-order': {
    when: 'something ends before it begins, or as it begins',
    remedy: 'Put the end after the beginning.',
  },
  'after-the-end': { when: 'a time lies after the end of the run', remedy: 'Move it, or lengthen `run:`.' },
  repeated: { when: 'a name, a node or a claim stands twice', remedy: 'Keep one, or give the other its own name.' },
  'one-side': { when: 'a partition has one side only, or a side of nobody', remedy: 'Add the other side, say `rest`.' },
  'nothing-claimed': { when: 'an item has no bound, or changes nothing', remedy: 'Add a bound or a value.' },
  'vacuous-claim': { when: 'a bound holds whatever the run does', remedy: 'Write a bound that can fail.' },
  'too-many-problems': { when: 'there are over 100 problems', remedy: 'Mend the first ones and try again.' },
} as const satisfies Codes;

const modules = {
  'module-not-found': {
    when: '`use:` names a file or a package that is not there',
    remedy: 'Mend the path, or install the package.',
  },
  'module-failed': {
    when: 'a module throws while it is loaded, or one of its functions when it is asked for a protocol',
    remedy: 'Mend the module.',
  },
  'module-syntax': {
    when: 'a module is no JavaScript, or TypeScript that types cannot be stripped from',
    remedy: 'Mend the place named.',
  },
  'module-export': { when: 'a module’s default export is no system', remedy: 'Write `export default system({ … })`.' },
  'second-copy': {
    when: 'a module imports another copy of Faultline than the one that runs',
    remedy: 'Keep one of the two.',
  },
  'code-not-allowed': {
    when: 'a capsule names a module',
    remedy: 'Look at the module, then replay with `--allow-code`.',
  },
  'not-loaded': { when: '`use:` stands where nothing can be loaded', remedy: 'Use `run`, or pass the system itself.' },
} as const satisfies Codes;

/** In the order of a reading: what one stage refuses, the next leaves out. */
export const codeFamilies = { text, shape, meaning, modules } as const;

export const problemCodes = { ...text, ...shape, ...meaning, ...modules } as const;

export type ProblemCode = keyof typeof problemCodes;
