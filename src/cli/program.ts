// The commands and their arguments. Each command's code is loaded when it is called, so `--version` stays quick.
import { Argument, Command, CommanderError, Option } from 'commander';
import { version } from '../campaign/version.ts';
import { oneOfWords, wholeFrom } from './arguments.ts';
import { Exit, type ExitCode, exitCodes, exitHelp } from './exit.ts';
import { safe } from './terminal.ts';

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
    // What is wrong is quoted: it may hold anything.
    .configureOutput({ outputError: (text, write) => write(safe(text, { colours: false })) })
    .exitOverride();

  command(program, 'run', 'run scenarios and judge what they claim')
    .argument('<path...>', 'scenario files, or folders of them')
    .option('--seed <seed>', 'instead of the scenario’s own; `random` draws one')
    .option('--quick', 'take the quick number of seeds of a sweep')
    .option('--markdown', 'of a scenario that compares systems: the table alone, as Markdown')
    .option('--row <name>', 'of a sweep that goes over rows: this one alone')
    .option('--checked', 'run every handler twice and name what is not pure')
    .addOption(jobs())
    .option('--at <moment>', 'show what happened around an event: 418, or scenario:seed:418')
    .option('--save <file>', 'write a capsule of the run')
    .option('--history <file>', 'write what clients asked and were told, as JSON lines for `check` and other checkers')
    .option('--json', 'print one JSON document')
    .addOption(new Option('--ndjson', 'print a line of JSON for each run as it ends').conflicts('json'))
    .addOption(format().conflicts(['json', 'ndjson']))
    .addOption(color())
    .action(async (paths: string[], options) => done(await (await import('./commands/run.ts')).run(paths, options)));

  command(program, 'step', 'step through a run: forwards, backwards, and sideways by what you do to it')
    .argument('<file>', 'a scenario, or a capsule')
    .option('--seed <seed>', 'instead of the scenario’s own; `random` draws one')
    .option('--row <name>', 'of a sweep that goes over rows: the one to open')
    .option('--at <moment>', 'where to open: 418, 1.5s, or scenario:seed:418; by default at the first violation')
    .option('--text', 'print what the screen would show, and end')
    .option('--allow-code', 'of a capsule: load the module that its scenario uses, which runs its code')
    .addOption(format())
    .addOption(color())
    .action(async (file: string, options) => done(await (await import('./commands/step.ts')).step(file, options)));

  command(program, 'tour', 'step through a narrated scenario; without a name, list them')
    .argument('[name]', 'a tour')
    .option('--text', 'print the sentences with their events, and end')
    .addOption(color())
    .action(async (name: string | undefined, options) =>
      done(await (await import('./commands/tour.ts')).tour(name, options)),
    );

  command(program, 'hunt', 'look for failures: many seeds, each in a world drawn anew')
    .argument('[scenario]', 'a scenario file')
    .option('--seeds <a..b>', 'both inclusive; by default 1..1000')
    .addOption(
      words(
        new Option('--strategy <how>', 'guided: seeds vary worlds that met new abstract states; by default random'),
        ['random', 'guided'],
      ),
    )
    .option('--world <name>', 'hunt in one world alone, by the name that a guided hunt printed')
    .option('--time <duration>', 'begin no seed after so long, such as 30s')
    .addOption(most('--max-failures <n>', 'stop after so many failing seeds', 10, 1_000_000))
    .addOption(jobs())
    .option('--shard <i/n>', 'the i-th of n shares of the seeds; join their journals with --merge')
    .option('--out <folder>', 'for journal and capsules; by default .faultline/hunt/<scenario name>')
    .option('--resume', 'go on with the journal that is there')
    .option('--merge <journals...>', 'report on the journals of several hunts together')
    .option('--no-minimise', 'leave failures as they were found')
    .option('--allow-code', 'with --merge: load the module that the scenario uses, which runs its code')
    .option('--json', 'print one JSON document')
    .addOption(new Option('--ndjson', 'print a line of JSON for each seed, and the report').conflicts('json'))
    .addOption(format().conflicts(['json', 'ndjson']))
    .addOption(color())
    .action(async (file: string | undefined, options) =>
      done(await (await import('./commands/hunt.ts')).hunt(file, options)),
    );

  command(program, 'explore', 'search every order of events exhaustively, within bounds')
    .argument('<scenario>', 'a scenario file')
    .option('--timers <bounds>', 'how often timers fire: 4, or election=2,heartbeat=0, or election@n1=1; by default 3')
    .option('--crashes <n>', 'crashes, each of which may be followed by a restart; by default 0', wholeFrom(0, 100))
    .option('--losses <n>', 'messages that are lost; by default 0', wholeFrom(0, 100))
    .option('--duplicates <n>', 'messages that arrive twice; by default 0', wholeFrom(0, 100))
    .option('--operations <n>', 'operations that clients begin; by default 1', wholeFrom(0, 1_000))
    .addOption(
      words(new Option('--disk <how>', 'when a write is durable; by default crashpoint'), [
        'atomic',
        'crashpoint',
        'events',
      ]),
    )
    .addOption(
      words(new Option('--network <how>', 'whether what was sent arrives once; by default bag'), ['bag', 'set']),
    )
    .option('--depth <n>', 'events from the start; by default no bound', wholeFrom(0, 1e9))
    .option('--states <n>', 'end the search after so many; by default 2000000', wholeFrom(1, 1e9))
    .addOption(
      words(new Option('--order <order>', 'breadth finds the shortest counterexample; by default breadth'), [
        'breadth',
        'depth',
      ]),
    )
    .addOption(
      words(
        new Option('--symmetry <how>', 'explore one of each set of states that differ by names only; by default off'),
        ['off', 'on', 'both'],
      ),
    )
    .option('--sometimes <claim...>', 'what some state is: leader, n2.commit>=3, n1=restarted and n2.role=leader')
    .option('--eventually <claim...>', 'what every path comes to, in the same words')
    .option('--reached', 'print the schedule that leads to what some state is')
    .option('--from <capsule>', 'play its schedule first, at no cost of the bounds')
    .option('--out <folder>', 'for the capsule; by default .faultline/explore/<scenario name>')
    .option('--json', 'print one JSON document')
    .addOption(format().conflicts('json'))
    .addOption(color())
    .action(async (file: string, options) =>
      done(await (await import('./commands/explore.ts')).explore(file, options)),
    );

  command(program, 'replay', 'run a capsule again and compare')
    .argument('<capsule>', 'a file written by run --save')
    .option('--at <moment>', 'with --text: 418, 1.5s, or capsule:seed:418; by default the violation')
    .addOption(new Option('--text', 'print first what step would show at a moment').conflicts('json'))
    .option('--allow-code', 'load the module that its scenario uses, which runs its code')
    .option('--json', 'print one JSON document')
    .addOption(format().conflicts('json'))
    .addOption(color())
    .action(async (file: string, options) => done(await (await import('./commands/replay.ts')).replay(file, options)));

  command(program, 'minimise', 'make the failure of a capsule small')
    .argument('<capsule>', 'a file written by run --save, hunt or minimise')
    .option('--out <file>', 'where to write the small capsule; by default beside the other, as x.small.yaml')
    .option('--scenario <file>', 'where to write it as a timed scenario, if times can be found for it')
    .option('--allow-code', 'load the module that its scenario uses, which runs its code')
    .option('--json', 'print one JSON document')
    .addOption(format().conflicts('json'))
    .addOption(color())
    .action(async (file: string, options) =>
      done(await (await import('./commands/minimise.ts')).minimise(file, options)),
    );

  command(program, 'check', 'judge a history that was recorded elsewhere')
    .argument('<history>', 'JSON lines, one event each')
    .addOption(words(new Option('--model <model>', 'what the history is a history of'), models).makeOptionMandatory())
    .addOption(words(new Option('--level <level>', 'what it is judged by; by default the strongest'), levels))
    .option('--init <json>', 'what is there at the start; by default what suits the model')
    .addOption(words(new Option('--null-read <how>', 'an ok read of null'), ['observe', 'any']).default('observe'))
    .addOption(
      words(new Option('--failed-cas <how>', 'a failed compare-and-set'), ['nothing', 'observed']).default('nothing'),
    )
    .option('--budget <configurations>', 'how much to search before giving up', wholeFrom(1, 1e12))
    .option('--json', 'print one JSON document')
    .addOption(format().conflicts('json'))
    .addOption(color())
    .action(async (file: string, options) => done(await (await import('./commands/check.ts')).check(file, options)));

  command(program, 'plan', 'print the faults of a scenario at a seed, generated ones too')
    .argument('<scenario>', 'a scenario file')
    .option('--seed <seed>', 'instead of the scenario’s own; `random` draws one')
    .addOption(format())
    .action(async (file: string, options) => done((await import('./commands/plan.ts')).plan(file, options)));

  command(program, 'list', 'list what there is to run')
    .addArgument(words(new Argument('[what]', 'what to list'), ['systems', 'scenarios', 'models']).default('systems'))
    .argument('[names...]', 'of systems: those to tell all about')
    .option('--json', 'print one JSON document')
    .action(async (what: string, names: readonly string[], options) =>
      done(await (await import('./commands/list.ts')).list(what, names, options)),
    );

  command(program, 'schema', 'print the JSON Schema of scenario files').action(async () =>
    done(await (await import('./commands/schema.ts')).schema()),
  );

  command(program, 'info', 'print versions and what the terminal can do')
    .option('--json', 'print one JSON document')
    .action(async (options) => done(await (await import('./commands/info.ts')).info(options)));

  command(program, 'completion', 'print a script that completes commands and options in a shell')
    .addArgument(words(new Argument('<shell>', 'the shell that reads it'), ['bash', 'zsh', 'fish']))
    .action(async (shell) => done(await (await import('./commands/completion.ts')).completion(shell, program)));
  return program;
}

function command(program: Command, name: string, about: string): Command {
  return program.command(name).description(about).addHelpText('after', exitHelp);
}

/** As `checkers/` has them, which is loaded only where it is needed. */
const levels = [
  'linearizable',
  'sequential',
  'causal',
  'causal-convergence',
  'read-your-writes',
  'monotonic-reads',
  'monotonic-writes',
  'writes-follow-reads',
  'strict-serializable',
  'strong-session-serializable',
  'serializable',
  'strong-snapshot-isolation',
  'strong-session-snapshot-isolation',
  'snapshot-isolation',
  'repeatable-read',
  'consistent-view',
  'cursor-stability',
  'read-committed',
  'read-uncommitted',
];
const models = ['register', 'cas-register', 'kv', 'kv-append', 'set', 'mutex', 'list-append', 'rw-register'];

/** `choices` for help and completion; what is none of them is refused with a guess at what was meant. */
function words<T extends Option | Argument>(of: T, choices: readonly string[]): T {
  of.choices(choices).argParser(oneOfWords(choices));
  return of;
}

function format(): Option {
  return words(new Option('--format <how>', 'how bad input is shown'), ['text', 'github']).default('text');
}

function color(): Option {
  return words(new Option('--color <when>', 'colour the output'), ['auto', 'always', 'never']).default('auto');
}

function most(flags: string, about: string, usual: number, max: number): Option {
  return new Option(flags, about).argParser(wholeFrom(1, max)).default(usual);
}

function jobs(): Option {
  return new Option('--jobs <n>', 'worker threads; by default one a core').argParser(wholeFrom(1, 256));
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
