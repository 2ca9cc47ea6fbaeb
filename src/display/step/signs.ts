// What the signs of the screen mean, for the help: the first thing that somebody asks who sees it for the first time.
export type Sign = { readonly signs: string; readonly about: string };

export const signs: readonly Sign[] = [
  { signs: '○─▶●', about: 'a message, from the lane of its sender to that of its receiver' },
  { signs: '▲ ⏲ ▪', about: 'a node starts; a timer fires; a write is durable' },
  { signs: '✗ ⏸ ↯ !', about: 'in a lane: a message is lost, held, a link reset; a write fails' },
  { signs: '░ ▒ ▓', about: 'a fault, and as long as it lasts its sides' },
  { signs: '▸ ·', about: 'where you stand; what led there' },
  { signs: '~', about: 'a role or term changes; before a field: this event changed it' },
  { signs: '✗', about: 'in the margin: a property is violated from here on' },
  { signs: '* m »', about: 'found by the search; marked; a sentence is told here' },
  { signs: '◆ ◇ ○', about: 'a node that leads, one that wants to, any other' },
  { signs: '‖ ✗ ·', about: 'a node that is paused, down, not started' },
  { signs: '✓ ✗ … ○ ?', about: 'a property: held, violated, judged at the end, untested, unknown' },
];
