// Makes docs/errors.md: the tables are those that the code itself uses, the examples are run.
import { exitAbouts } from '../../src/cli/exit.ts';
import { errorCodes } from '../../src/contract/errors.ts';
import { historyFamilies } from '../../src/scenario/history-codes.ts';
import { type CodeAbout, codeFamilies } from '../../src/scenario/problem-codes.ts';
import { goThrough, mended } from './document.ts';

type Codes = { readonly [code: string]: CodeAbout };
type Titles<Families> = { readonly [family in keyof Families]: readonly [title: string, about: string] };

const scenarioTitles: Titles<typeof codeFamilies> = {
  text: [
    'The text',
    'The file is not YAML, or YAML that can hide or multiply content. What else is wrong is told once this is mended.',
  ],
  shape: ['The shape', 'A key or a value does not fit the format: `faultline schema` prints it for editors.'],
  meaning: ['The meaning', 'All keys and values fit, but not to each other, to the system, or to the run.'],
  modules: ['Modules', 'What `use:` names cannot be loaded, or is no system.'],
};

const historyTitles: Titles<typeof historyFamilies> = {
  lines: ['Lines of a history', 'A history is JSON lines, one event each.'],
  pairing: ['Events of a history', 'Each process has one operation at a time.'],
  model: ['A history and its model', 'The history is sound, but the model that `--model` names cannot read it.'],
};

export function errorsPage(): string {
  const text = pageWithoutOutput();
  return mended(text, goThrough(text, 'errors-page'));
}

function pageWithoutOutput(): string {
  const families = (
    titles: { readonly [family: string]: readonly [string, string] },
    all: { [family: string]: Codes },
  ) =>
    Object.entries(all).flatMap(([family, codes]) => [
      `### ${titles[family]![0]}`,
      titles[family]![1],
      codeTable(codes),
    ]);
  return `${[
    '# Errors',
    '<!-- Made from the tables in src/: UPDATE_DOCS=1 npx vitest run test/docs/errors-page.test.ts -->',
    'There are four kinds, and they are never mixed: what you gave Faultline is wrong; the system that you simulate\n' +
      'answered with an error; the protocol broke a promise; Faultline itself is broken. A command says which by its exit\ncode.',
    rows(
      ['exit code', 'meaning'],
      exitAbouts.map(([codes, about]) => [codes.join(', '), about]),
    ),
    '## What you gave is wrong',
    'Exit code 2. Everything that is wrong is told at once, on stderr: file, line and column, the path in the document,\n' +
      'what was found, what was expected, and at the end the code. Columns count UTF-16 code units from 1, as editors do.\n' +
      'With `--format github` each problem is a workflow command on stdout, which GitHub shows beside the line.',
    fence('yaml file=wrong.yaml', wrongScenario),
    fence('sh', 'npx faultline run wrong.yaml'),
    fence('text output exit=2', ''),
    'Of text that is no YAML, only the place where it stops making sense can be told:',
    fence('yaml file=open.yaml', 'faultline: 1\nname: "A quote too few\nabout: Everything after it is swallowed.'),
    fence('sh', 'npx faultline run open.yaml'),
    fence('text output exit=2', ''),
    ...families(scenarioTitles, codeFamilies),
    ...families(historyTitles, historyFamilies),
    fence('json file=wrong.jsonl', wrongHistory),
    fence('sh', 'npx faultline check wrong.jsonl --model register'),
    fence('text output exit=2', ''),
    '### Files and arguments',
    'A file that cannot be read has no line and no code; an argument is named with what it takes.',
    fence('sh', 'npx faultline run scenarios/no-such-file.yaml'),
    fence('text output exit=2', ''),
    fence('sh', 'npx faultline run scenarios --jobs many'),
    fence('text output exit=2', ''),
    '## The modelled system answers with an error',
    'No failure of a run, but a part of its history. `definite`: the operation certainly had no effect; otherwise it may\n' +
      'take effect later, and checkers allow for both. `answer`: it is the operation’s own result, and counts as answered.\n' +
      'A code that is not registered is neither.',
    rows(
      ['code', 'definite', 'answer', 'meaning'],
      Object.entries(errorCodes).map(([code, { definite, answer, about }]) => [
        `\`${code}\``,
        definite ? 'yes' : 'no',
        answer ? 'yes' : 'no',
        about,
      ]),
    ),
    '## The protocol broke a promise',
    'Exit code 1. The last lines of the report name the property, the event, what proves it, and a command that shows the\n' +
      'moment. A handler that throws stops the run as `crashed in handler`, with the stack of the handler; one that is not\n' +
      'pure is named by `--checked`.',
    '## Faultline itself is broken',
    'Exit code 70, with the seed, the event and a stack. No input should lead there: please report the command that did.',
  ].join('\n\n')}\n`;
}

const wrongScenario = `faultline: 1
name: Four slips
about: What a wrong file is answered with.
system: raft-kv
nodes: 5
workload: { kind: register, rate: 50 per second }
fautls:
  - { at: 3s, crash: leader }
run: 12
expect:
  - holds: linearisable`;

const wrongHistory = `{"process":0,"type":"invoke","f":"write","value":1}
{"process":0,"type":"OK","f":"write","value":1}
{"process":1,"type":"ok","f":"read","value":1}`;

function codeTable(codes: Codes): string {
  return rows(
    ['code', 'said when', 'what to do'],
    Object.entries(codes).map(([code, { when, remedy }]) => [`\`${code}\``, when, remedy]),
  );
}

function rows(titles: readonly string[], cells: readonly (readonly string[])[]): string {
  const widths = titles.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(titles), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...cells.map(line)].join('\n');
}

function fence(opening: string, text: string): string {
  return text === '' ? `\`\`\`${opening}\n\`\`\`` : `\`\`\`${opening}\n${text}\n\`\`\``;
}
