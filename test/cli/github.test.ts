// `--format github`: problems as workflow commands, one a line, in the format that GitHub documents.
import { expect, test } from 'vitest';
import { githubError, githubProblem } from '../../src/cli/github.ts';
import { faultline, inFolder } from './command.ts';

const wrong = 'faultline: 1\nname: x\nabout: y\nsystem: echo\nrun: 10\nfautls: []\n';

test('a problem has file, line, columns, its code as title, and the sentence', () => {
  const problem = {
    code: 'unknown-key',
    message: 'unknown key "fautls"',
    file: 'a/b.yaml',
    line: 6,
    column: 1,
  } as const;
  expect(githubProblem({ ...problem, length: 6, path: 'fautls', hint: 'did you mean "faults"?' })).toBe(
    '::error file=a/b.yaml,line=6,col=1,endColumn=7,title=unknown-key::fautls: unknown key "fautls" (did you mean "faults"?)',
  );
  expect(githubProblem({ ...problem, line: 0, column: 0 })).toBe(
    '::error file=a/b.yaml,title=unknown-key::unknown key "fautls"',
  );
});

test('%, line ends, and in properties colons and commas are escaped', () => {
  expect(githubError({ file: 'C:\\a,b%.yaml', line: 1 }, '100%\r\nof it: a, b')).toBe(
    '::error file=C%3A\\a%2Cb%25.yaml,line=1::100%25%0D%0Aof it: a, b',
  );
  expect(githubError({ file: 'a\x1b[31m\n.yaml' }, 'x')).toBe('::error file=a\\x1b[31m%0A.yaml::x');
});

test('run, replay and check print them to stdout, and nothing else; exit 2', () => {
  inFolder({ 'a.yaml': wrong, 'c.yaml': 'capsule: 2\n', 'h.jsonl': '{"process":0}\n' }, (cwd) => {
    const lines = (...args: string[]) => {
      const { code, out, err } = faultline([...args, '--format', 'github'], { cwd });
      expect(code).toBe(2);
      expect(err).toBe('');
      return out.trimEnd().split('\n');
    };
    expect(lines('run', 'a.yaml', 'missing.yaml')).toEqual([
      '::error file=a.yaml,line=5,col=6,endColumn=8,title=wrong-value::run: found 10, expected a duration such as 150ms, 2s or 1m: write the unit',
      '::error file=a.yaml,line=6,col=1,endColumn=7,title=unknown-key::fautls: unknown key "fautls" (did you mean "faults"?)',
      '::error file=missing.yaml,title=unreadable::there is no such file or folder',
    ]);
    expect(lines('replay', 'c.yaml')).toEqual([
      expect.stringMatching(
        /^::error file=c\.yaml,line=1,col=10,endColumn=11,title=format-version::capsule: found 2: /,
      ),
    ]);
    expect(lines('check', 'h.jsonl', '--model', 'register')).toEqual([
      expect.stringMatching(/^::error file=h\.jsonl,line=1,col=1,endColumn=2,title=bad-type::/),
      expect.stringMatching(/^::error file=h\.jsonl,line=1,col=1,endColumn=2,title=bad-f::/),
    ]);
    expect(lines('check', 'missing.jsonl', '--model', 'register')).toEqual([
      '::error file=missing.jsonl,title=unreadable::there is no such file or folder',
    ]);
  });
});

test('it cannot go with --json: stdout is one document', () => {
  const { code, err } = faultline(['run', 'scenarios', '--format', 'github', '--json']);
  expect(code).toBe(2);
  expect(err).toMatch("option '--format <how>' cannot be used with option '--json'");
});
