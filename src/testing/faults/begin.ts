// What sets a drawn fault off: an event, or a node that comes into a role. Without one it begins at a time.
import fc from 'fast-check';
import { at, type In, type Part, type Scene } from './scene.ts';

export type Begin = { readonly words: Part; readonly trigger: 'message' | 'other' };

const words = ['role', 'message', 'message', 'message', 'message', 'timer', 'write', 'start'] as const;
const position = fc.nat({ max: 19 });
/** Mostly the first ones: after the twentieth the moment is as good as any other. */
const nths = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }) }, fc.integer({ min: 1, max: 20 }));
const places = fc.constantFrom('any', 'any', 'any', 'node', 'role');

type Where = { readonly word: 'any' | 'node' | 'role'; readonly nth: number };

/** `on:` or `when:`. One that the cluster has no name for is another of its triggers. */
export const begin: fc.Arbitrary<In<Scene, Begin>> = fc
  .tuple(fc.constantFrom(...words), position, nths, places, places, position)
  .map(([word, which, nth, to, from, place]) => (scene) => {
    const { roles, messages, timers, writes } = scene;
    const count = nth === 1 ? {} : { nth };
    const kinds = { message: messages, timer: timers, write: writes, role: roles, start: [] }[word];
    const name = at(kinds, which);
    const node = placeIn(scene, { word: to, nth: place });
    if (name === undefined) {
      return { words: { on: { start: node ?? at(scene.servers, place)!, ...count } }, trigger: 'other' };
    }
    if (word === 'role') return { words: { when: { becomes: name, ...count } }, trigger: 'other' };
    const key = word === 'message' ? 'to' : 'node';
    const on = { [word]: name, ...(node === undefined ? {} : { [key]: node }) };
    if (word !== 'message') return { words: { on: { ...on, ...count } }, trigger: 'other' };
    const sender = placeIn(scene, { word: from, nth: place + 1 });
    const sent = sender === undefined || sender === node ? {} : { from: sender };
    return { words: { on: { ...on, ...sent, ...count } }, trigger: 'message' };
  });

/** Of servers only: clients receive other messages. */
function placeIn({ servers, roles }: Scene, { word, nth }: Where): string | undefined {
  if (word === 'any') return undefined;
  return word === 'role' ? (at(roles, nth) ?? at(servers, nth)) : at(servers, nth);
}
