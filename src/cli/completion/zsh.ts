// The script for zsh: one call of `_arguments` for each command.
import type { OptionWords, Place, ProgramWords } from './words.ts';

export function zshScript({ name, options, commands }: ProgramWords): string {
  const list = commands.map((command) => `    ${quoted(`${command.name}:${command.about.replaceAll(':', '\\:')}`)}`);
  const cases = commands.flatMap(({ name: word, options: own, argument, isVariadic }) => {
    const place = argument === undefined ? [] : [quoted(`${isVariadic ? '*' : '1'}: :${action(argument)}`)];
    const specs = [...own.map(optionSpec), ...place];
    return [`    ${word})`, `      _arguments -S ${specs.map((spec) => `\\\n        ${spec}`).join(' ')} ;;`];
  });
  return `#compdef ${name}
# zsh completion of ${name}. To load it: source <(${name} completion zsh)
_${name}() {
  local -a commands
  commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then
    if [[ $PREFIX == -* ]]; then
      _arguments ${options.map((option) => `\\\n        ${optionSpec(option)}`).join(' ')}
    else
      _describe -t commands command commands
    fi
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}

if [[ $funcstack[1] == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi`;
}

/** `'(-h --help)'{-h,--help}'[print help]'`, with a value `'--color=[colour the output]:when:(auto always never)'`. */
function optionSpec({ names, about, value }: OptionWords): string {
  const [long = ''] = names;
  const text = `[${about.replace(/[[\]:]/g, '\\$&')}]`;
  if (value !== undefined) return quoted(`${long}=${text}: :${action(value)}`);
  return names.length === 1
    ? quoted(`${long}${text}`)
    : `${quoted(`(${names.join(' ')})`)}{${names.join(',')}}${quoted(text)}`;
}

function action(place: Place): string {
  if (place.kind === 'words') return `(${place.words.join(' ')})`;
  return place.kind === 'file' ? '_files' : ' ';
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
