// The script for bash, from 3.2 on (macOS), without the package bash-completion.
import type { OptionWords, Place, ProgramWords } from './words.ts';

export function bashScript({ name, options, commands }: ProgramWords): string {
  const names = [...commands.map((command) => command.name), ...namesOf(options)];
  const cases = commands.flatMap((command) => [
    `    ${command.name})`,
    '      case $previous in',
    ...command.options.flatMap((option) =>
      option.value === undefined ? [] : [`        ${option.names.join('|')}) ${reply(option.value, name)}; return ;;`],
    ),
    '      esac',
    `      if [[ $current == -* ]]; then ${offer(namesOf(command.options))}`,
    `      else ${command.argument === undefined ? ':' : reply(command.argument, name)}; fi ;;`,
  ]);
  return `# bash completion of ${name}. To load it: source <(${name} completion bash)
_${name}_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$current"))
}

_${name}() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= word
  # bash parts --color=never into three words.
  if [[ $current == = ]]; then current=
  elif [[ $previous == = ]]; then previous=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ $word != -* ]]; then command=$word; break; fi
  done
  COMPREPLY=()
  case $command in
    '') ${offer(names)} ;;
${cases.join('\n')}
  esac
}

complete -F _${name} ${name}`;
}

function namesOf(options: readonly OptionWords[]): readonly string[] {
  return options.flatMap((option) => option.names);
}

function reply(place: Place, program: string): string {
  if (place.kind === 'words') return offer(place.words);
  return place.kind === 'file' ? `_${program}_files` : ':';
}

function offer(words: readonly string[]): string {
  return `COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$current"))`;
}
