// Branches as text, for moments and capsules: `drop.3125@418+crash.n2@420`. A deed, what it is done to, and before which event.
import type { Deed, Intervention } from './intervention.ts';

/** Empty for the run itself. */
export function branchText(interventions: readonly Intervention[]): string {
  return interventions.map((deed) => `${[deed.do, ...argumentsOf(deed)].join('.')}@${deed.at}`).join('+');
}

function argumentsOf(deed: Deed): readonly (string | number)[] {
  switch (deed.do) {
    case 'drop':
    case 'duplicate':
    case 'deliver':
      return [deed.message];
    case 'delay':
      return [deed.message, deed.by];
    case 'fire':
      return [deed.node, escaped(deed.timer)];
    case 'crash':
    case 'restart':
    case 'pause':
      return [deed.node];
    case 'cut':
      return [deed.from, deed.to];
    case 'end':
      return [deed.fault];
    case 'skip':
      return [];
  }
}

/** The names of timers may hold anything. */
function escaped(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function unescaped(text: string): string {
  return text.replaceAll(/%([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

const EXPECTED =
  'expected deeds such as drop.3125@418 or crash.n2@420, joined by +: drop, duplicate, deliver, delay, fire, crash, restart, pause, cut, end or skip, and the event before which it is done';

/** The interventions, or in a sentence what is wrong with the text. */
export function parseBranch(text: string): readonly Intervention[] | string {
  const interventions: Intervention[] = [];
  for (const part of text.split('+')) {
    const match = /^([a-z]+)((?:\.[\w%-]+)*)@(\d{1,15})$/.exec(part);
    const deed = match === null ? undefined : deedOf(match[1]!, match[2]!.split('.').slice(1));
    if (match === null || deed === undefined) return `found ${JSON.stringify(part)}, ${EXPECTED}`;
    const at = Number(match[3]);
    if (at < (interventions.at(-1)?.at ?? 0))
      return `${JSON.stringify(part)} comes after a later deed: write them in order`;
    interventions.push({ at, ...deed });
  }
  return interventions;
}

function deedOf(name: string, words: readonly string[]): Deed | undefined {
  const [first = '', second = ''] = words;
  const isNumber = /^\d{1,15}$/.test(first);
  const counts: { readonly [name: string]: number } = { skip: 0, delay: 2, fire: 2, cut: 2 };
  if (words.length !== (counts[name] ?? 1)) return undefined;
  switch (name) {
    case 'drop':
    case 'duplicate':
    case 'deliver':
      return isNumber ? { do: name, message: Number(first) } : undefined;
    case 'delay':
      return isNumber && /^\d{1,15}$/.test(second)
        ? { do: name, message: Number(first), by: Number(second) }
        : undefined;
    case 'fire':
      return { do: name, node: first, timer: unescaped(second) };
    case 'crash':
    case 'restart':
    case 'pause':
      return { do: name, node: first };
    case 'cut':
      return { do: name, from: first, to: second };
    case 'end':
      return isNumber ? { do: name, fault: Number(first) } : undefined;
    case 'skip':
      return { do: name };
    default:
      return undefined;
  }
}
