// What there is to complete, taken from the commands themselves, so that a script says what they say.
import type { Command } from 'commander';

/** What may stand in a place: one of some words, a file, or what nobody can guess. */
export type Place = { readonly kind: 'words'; readonly words: readonly string[] } | { readonly kind: 'file' | 'other' };

export type OptionWords = {
  /** `--help` and `-h`. */
  readonly names: readonly string[];
  readonly about: string;
  /** Absent where the option takes no value. */
  readonly value?: Place;
};

export type CommandWords = {
  readonly name: string;
  readonly about: string;
  readonly options: readonly OptionWords[];
  readonly argument: Place | undefined;
  /** The last argument may be given any number of times. */
  readonly isVariadic: boolean;
};

export type ProgramWords = {
  readonly name: string;
  readonly options: readonly OptionWords[];
  readonly commands: readonly CommandWords[];
};

export function wordsOf(program: Command): ProgramWords {
  const commands = program.createHelp().visibleCommands(program);
  return {
    name: program.name(),
    options: optionsOf(program),
    commands: commands.map((command) => {
      const [argument] = command.registeredArguments;
      return {
        name: command.name(),
        about: command.description(),
        options: optionsOf(command),
        argument: argument && placeOf(argument.name(), argument.argChoices),
        isVariadic: argument?.variadic === true,
      };
    }),
  };
}

function optionsOf(command: Command): readonly OptionWords[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option) => {
      const names = [option.long, option.short].filter((name) => name !== undefined);
      const about = option.description;
      const value = /<([\w-]+)>/.exec(option.flags)?.[1];
      return value === undefined ? { names, about } : { names, about, value: placeOf(value, option.argChoices) };
    });
}

/** Arguments and values that are files, by the name that help gives them. */
const FILES: ReadonlySet<string> = new Set(['path', 'file', 'capsule', 'history', 'scenario']);

function placeOf(name: string, choices: readonly string[] | undefined): Place {
  if (choices !== undefined) return { kind: 'words', words: choices };
  return { kind: FILES.has(name) ? 'file' : 'other' };
}
