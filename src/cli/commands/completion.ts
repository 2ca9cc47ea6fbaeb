// `faultline completion`: a script for a shell, made from the commands as they are declared.
import type { Command } from 'commander';
import { bashScript } from '../completion/bash.ts';
import { fishScript } from '../completion/fish.ts';
import { wordsOf } from '../completion/words.ts';
import { zshScript } from '../completion/zsh.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { print } from '../terminal.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

export async function completion(shell: keyof typeof scripts, program: Command): Promise<ExitCode> {
  print(scripts[shell](wordsOf(program)));
  return exitCodes.ok;
}
