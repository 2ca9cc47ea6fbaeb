// The script for fish: one `complete` line for each thing that may stand somewhere.
import type { OptionWords, Place, ProgramWords } from './words.ts';

export function fishScript({ name, options, commands }: ProgramWords): string {
  const first = `complete -c ${name} -n __fish_use_subcommand`;
  const lines = [
    `# fish completion of ${name}. To load it: ${name} completion fish | source`,
    `complete -c ${name} -f`,
    ...options.map((option) => `${first}${optionFlags(option)}`),
    ...commands.map((command) => `${first} -a ${command.name} -d ${quoted(command.about)}`),
  ];
  for (const command of commands) {
    const inside = `complete -c ${name} -n '__fish_seen_subcommand_from ${command.name}'`;
    lines.push(...command.options.map((option) => `${inside}${optionFlags(option)}`));
    if (command.argument !== undefined) lines.push(`${inside}${placeFlags(command.argument)}`);
  }
  return lines.join('\n');
}

function optionFlags({ names, about, value }: OptionWords): string {
  const flags = names.map((name) => (name.startsWith('--') ? ` -l ${name.slice(2)}` : ` -s ${name.slice(1)}`)).join('');
  const takes = value === undefined ? '' : value.kind === 'file' ? ' -r -F' : ` -x${placeFlags(value)}`;
  return `${flags}${takes} -d ${quoted(about)}`;
}

function placeFlags(place: Place): string {
  if (place.kind === 'words') return ` -a ${quoted(place.words.join(' '))}`;
  return place.kind === 'file' ? ' -F' : '';
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
