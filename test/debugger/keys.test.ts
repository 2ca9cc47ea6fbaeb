// The table of keys: no key twice in a mode, and none without words.
import { expect, test } from 'vitest';
import {
  actionOf,
  bindings,
  bindingsOf,
  footerOf,
  groupTitles,
  keyGroups,
  lines,
  modes,
  parseCommandLine,
} from '../../src/debugger/index.ts';

test('no key is bound twice in a mode', () => {
  const bound = bindings.flatMap(({ mode, keys }) => keys.map((key) => `${mode} ${key}`));
  expect(bound.filter((key, at) => bound.indexOf(key) !== at)).toEqual([]);
});

test('every binding says what it does, belongs to a group that has a title, and is dispatched', () => {
  for (const { mode, keys, about, group, action } of bindings) {
    expect(about.length, keys[0]).toBeGreaterThan(2);
    expect(groupTitles[group], keys[0]).toBeDefined();
    for (const key of keys) expect(actionOf(mode, key)).toBe(action);
  }
});

test('the help shows every binding once', () => {
  const shown = keyGroups.flatMap((group) => bindingsOf(group));
  const lineModes = ['search', 'hide'];
  expect(shown.length).toBe(bindings.filter(({ mode }) => !lineModes.includes(mode)).length);
  expect(new Set(shown).size).toBe(shown.length);
});

test('every mode has a footer, and can be left', () => {
  for (const mode of modes) {
    expect(footerOf(mode).length, mode).toBeGreaterThan(0);
    const leaves = bindings.filter((binding) => binding.mode === mode).map(({ action }) => action);
    const isLeft = leaves.some((action) => action.do === 'quit' || (action.do === 'mode' && action.mode === 'normal'));
    expect(isLeft, mode).toBe(true);
  }
});

test('footers begin with what is needed most', () => {
  expect(footerOf('normal').slice(0, 4)).toEqual([
    { key: '?', text: 'help' },
    { key: 'n', text: 'next' },
    { key: 'p', text: 'previous' },
    { key: 'space', text: 'play' },
  ]);
});

test('no word of the command line is there twice, and each has an example that it reads', () => {
  const words = lines.flatMap((line) => line.words);
  expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([]);
  for (const { words: names, usage } of lines) {
    for (const example of usage.split(' | ')) {
      const text = `${names[0]} ${example.replaceAll(/[[\]]/g, '')}`.trim();
      expect(parseCommandLine(text), text).toHaveProperty('command');
    }
  }
});

test('what is optional may be left out', () => {
  for (const { words, usage } of lines) {
    if (!/^\[[^\]]*\]$|^$/.test(usage)) continue;
    expect(parseCommandLine(words[0]!), words[0]).toHaveProperty('command');
  }
});
