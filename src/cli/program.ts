// The commands and their arguments. Each command's code is loaded when it is called, so `--version` stays quick.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { Exit, type ExitCode, exitCodes, exitHelp } from './exit.ts';
import { version } from './version.ts';

type Run = (code: ExitCode) => void;

/** `done` is given the exit code of the command that ran. */
export function makeProgram(done: Run): Command {
  const program = new Command('faultline')
    .description(
      'A deterministic simulator for distributed systems: run protocols under faults, judge them, replay them.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help for a command')
    .helpCommand(false)
    .addHelpText('after', exitHelp)
    .showHelpAfterError('(faultline --help lists the commands and options)')
    .showSuggestionAfterError(true)
    .exitOverride();

  command(program, 'run', 'run scenarios and judge what they claim')
    .argument('<path...>', 'scenario files, or folders of them')
    .option('--seed <seed>', 'instead of the scenario’s own; `random` draws one')
    .option('--quick', 'take the quick number of seeds of a sweep')
    .option('--checked', 'run every handler twice and name what is not pure')
    .addOption(jobs())
    .option('--at <moment>', 'show what happened around an event: 418, or scenario:seed:418')
    .option('--save <file>', 'write a capsule of the run')
    .addOption(new Option('--json', 'print one JSON document'))
    .addOption(new Option('--ndjson', 'print a line of JSON for each run as it ends').conflicts('json'))
    .addOption(color())
    .action(async (paths: string[], options) => done(await (await import('./commands/run.ts')).run(paths, options)));

  command(program, 'replay', 'run a capsule again and compare')
    .argument('<capsule>', 'a file written by run --save')
    .option('--json', 'print one JSON document')
    .addOption(color())
    .action(async (file: string, options) => done(await (await import('./commands/replay.ts')).replay(file, options)));

  command(program, 'check', 'judge a history that was recorded elsewhere')
    .argument('<history>', 'JSON lines, one event each')
    .requiredOption('--model <model>', 'register, cas-register, kv, kv-append, set or mutex')
    .option('--init <json>', 'what is there at the start; by default what suits the model')
    .addOption(new Option('--null-read <how>', 'an ok read of null').choices(['observe', 'any']).default('observe'))
    .addOption(
      new Option('--failed-cas <how>', 'a failed compare-and-set').choices(['nothing', 'observed']).default('nothing'),
    )
    .option('--budget <configurations>', 'how much to search before giving up', positive)
    .option('--json', 'print one JSON document')
    .addOption(color())
    .action(async (file: string, options) => done(await (await import('./commands/check.ts')).check(file, options)));

  command(program, 'list', 'list what there is to run')
    .argument('[what]', 'systems, scenarios or models', 'systems')
    .option('--json', 'print one JSON document')
    .action(async (what: string, options) => done(await (await import('./commands/list.ts')).list(what, options)));

  command(program, 'schema', 'print the JSON Schema of scenario files').action(async () =>
    done(await (await import('./commands/schema.ts')).schema()),
  );

  command(program, 'info', 'print versions and what the terminal can do')
    .option('--json', 'print one JSON document')
    .action(async (options) => done(await (await import('./commands/info.ts')).info(options)));
  return program;
}

function command(program: Command, name: string, about: string): Command {
  return program.command(name).description(about).addHelpText('after', exitHelp);
}

function color(): Option {
  return new Option('--color <when>', 'colour the output').choices(['auto', 'always', 'never']).default('auto');
}

function jobs(): Option {
  return new Option('--jobs <n>', 'worker threads; by default one a core').argParser((text) => {
    const value = wholeNumber(text);
    if (value < 1 || value > 256) throw new InvalidArgumentError('Expected a number from 1 to 256.');
    return value;
  });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

function positive(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError('Expected a whole number from 1.');
  return value;
}

/** The exit code for what a command threw; what it says goes to stderr. */
export function exitCodeOf(error: unknown, complain: (text: string) => void): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof Exit) {
    if (error.message !== '') complain(error.message);
    return error.code;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  complain(`faultline: a bug in Faultline, please report it with the command that led here:\n${text}`);
  return exitCodes.internal;
}
