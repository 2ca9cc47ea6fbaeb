// A table of wrong files: each gives exactly the problems listed, at the place listed. Codes are what programs may rely
// on; of the sentences the telling words are pinned.
import { describe, expect, test } from 'vitest';
import { loadScenario, loadScenarioObject } from '../../src/scenario/index.ts';
import { systems } from './fake-system.ts';

const head = 'faultline: 1\nname: a\nabout: b\nsystem: fake-kv\nrun: 10s\n';
const work = 'workload: { kind: register, clients: 2 }\n';
const cut = 'faults: [{ at: 1s, partition: [n1, rest], until: 2s, name: split }]\n';

type Row = readonly [title: string, text: string, ...problems: readonly string[]];

/** `code line:column words`, in the order of the file. Lines 1 to 5 are `head`. */
const rows: readonly Row[] = [
  // the text
  ['an empty file', '', 'empty 1:1 begins with "faultline: 1"'],
  ['nothing but a comment', '# nothing\n', 'empty 1:1 the file is empty'],
  ['a null', '~\n', 'empty 1:1 the file is empty'],
  ['a list', '- a\n', 'not-a-mapping 1:1 found a list, expected a scenario'],
  ['a word', 'hello\n', 'not-a-mapping 1:1 found "hello"'],
  ['UTF-16', 'f\0a\0u\0', 'not-text 1:2 save the file as UTF-8'],
  ['bytes that are not UTF-8', 'name: \ufffd\n', 'not-text 1:7 not UTF-8'],
  ['a control character', 'name: a\x1b[31m\n', 'not-text 1:8 control character \\x1b'],
  ['too much', `#${'x'.repeat(1_048_576)}`, 'too-large 1:1 has 1048577 bytes'],
  // Two bytes each in UTF-8: half as many characters are too much.
  ['too many bytes', `#${'é'.repeat(524_288)}`, 'too-large 1:1 has 1048577 bytes'],
  ['nesting over 100 in brackets', `a: ${'['.repeat(101)}`, 'too-deep 1:103 deeper than 100 levels'],
  ['nesting over 100 in dashes', '- '.repeat(102), 'too-deep 1:201 deeper than 100 levels'],
  ['an anchor', `${head}options: &o { batch: 1 }\n`, 'anchor 6:10 the anchor &o is not allowed'],
  ['an alias', `${head}options: *o\n`, 'alias 6:10 write out what *o stands for'],
  ['a merge key', `${head}options: { <<: { batch: 1 } }\n`, 'merge-key 6:12 merge keys are not allowed'],
  ['a tag', `${head}seed: !!str 7\n`, 'tag 6:7 the tag !!str is not allowed'],
  ['a tag of one’s own', `${head}seed: !seed 7\n`, 'tag 6:7 the tag !seed is not allowed'],
  ['a directive', `%YAML 1.1\n---\n${head}`, 'directive 1:1 no directives'],
  ['two documents', `${head}---\na: 1\n`, 'several-documents 6:1 second document'],
  ['a key twice', `${head}name: again\n`, 'duplicate-key 6:1 "name" stands here twice'],
  ['a key twice, deep down', `${head}network: { loss: 1%, loss: 2% }\n`, 'duplicate-key 6:22 "loss" stands here twice'],
  ['the prototype', `${head}__proto__: { a: 1 }\n`, 'forbidden-key 6:1 "__proto__" is not allowed'],
  ['a key that is a list', `${head}? [a]\n: b\n`, 'forbidden-key 6:3 a key is a word'],
  ['a bracket left open', `${head}options: { batch: 1\n`, 'syntax 6:10 the { here is never closed'],
  ['a quote left open', `${head}seed: "a\n`, 'syntax 6:7 the " here is never closed'],
  ['a tab as indentation', `${head}options:\n\tbatch: 1\n`, 'syntax 7:1 Tabs are not allowed'],
  // the shape
  ['another format', head.replace(': 1', ': 2'), 'format-version 1:12 reads format 1'],
  ['no format', 'name: a\nabout: b\nsystem: fake-kv\nrun: 1s\n', 'missing 1:1 "faultline" is missing'],
  ['no run', 'faultline: 1\nname: a\nabout: b\nsystem: fake-kv\n', 'missing 1:1 "run" is missing: expected a duration'],
  ['a key misspelt', `${head}fauls: []\n`, 'unknown-key 6:1 unknown key "fauls" did you mean "faults"?'],
  ['an unknown key in a mapping', `${head}network: { jitter: 1ms }\n`, 'unknown-key 6:12 expected latency, loss'],
  ['a duration without a unit', head.replace('10s', '10'), 'wrong-value 5:6 found 10, expected a duration'],
  ['a duration that is none', head.replace('10s', 'soon'), 'wrong-value 5:6 found "soon", expected a duration'],
  ['a share without a sign', `${head}network: { loss: 20 }\n`, 'wrong-value 6:18 write the percent sign'],
  ['a range backwards', `${head}network: { latency: 2ms..1ms }\n`, 'wrong-value 6:21 runs backwards: write 1ms..2ms'],
  ['an empty value', `${head}seed:\n`, 'wrong-value 6:1 found nothing, expected a whole number'],
  ['a fraction of a node', `${head}nodes: 2.5\n`, 'wrong-value 6:8 found 2.5, expected a whole number from 1 to 2000'],
  ['no nodes', `${head}nodes: 0\n`, 'wrong-value 6:8 expected a whole number from 1 to 2000'],
  ['too many nodes', `${head}nodes: 2001\n`, 'wrong-value 6:8 found 2001'],
  ['too many clients', `${head}workload: { kind: register, clients: 201 }\n`, 'wrong-value 6:38 from 0 to 200'],
  ['an infinite seed', `${head}seed: .inf\n`, 'wrong-value 6:7 found Infinity'],
  ['a seed with spaces', `${head}seed: a b\n`, 'wrong-value 6:7 found "a b", expected a seed: letters'],
  ['a name over two lines', head.replace('name: a', 'name: "a\\nb"'), 'wrong-value 2:7 on one line'],
  [
    'faults that are no list',
    `${head}faults: { at: 1s, crash: n1 }\n`,
    'wrong-value 6:9 found a mapping, expected a list of faults',
  ],
  ['a fault that is a word', `${head}faults: [crash]\n`, 'wrong-value 6:10 found "crash", expected a fault'],
  [
    'a fault without an action',
    `${head}faults: [{ at: 1s }]\n`,
    'no-action 6:10 partition, cut, network, reset, crash, replace, restart, pause, slow, slowDisk, failWrites, fullDisk, corrupt or clock',
  ],
  [
    'an action misspelt',
    `${head}faults: [{ at: 1s, partiton: [n1, rest] }]\n`,
    'no-action 6:20 did you mean "partition"?',
  ],
  [
    'two actions',
    `${head}faults: [{ at: 1s, crash: n1, cut: { from: n1, to: n2 } }]\n`,
    'several-actions 6:20 found cut and crash',
  ],
  ['a wrong part of a fault', `${head}faults: [{ at: 1s, cut: { from: n1 } }]\n`, 'missing 6:20 "to" is missing'],
  [
    'a wrong verdict',
    `${head}claims: [{ document: d, says: s, verdict: confirm }]\n`,
    'wrong-value 6:43 found "confirm", expected confirms or refutes did you mean "confirms"?',
  ],
  ['an expectation misspelt', `${head}expect: [{ hold: log-matching }]\n`, 'no-action 6:12 did you mean "holds"?'],
  ['an ending that is none', `${head}expect: [{ ends: livelok }]\n`, 'wrong-value 6:18 did you mean "livelock"?'],
  // the meaning
  [
    'an unknown system',
    head.replace('fake-kv', 'fake-kw'),
    'unknown-name 4:9 there is no system "fake-kw": expected fake-kv or fake-commit did you mean "fake-kv"?',
  ],
  ['an unknown option', `${head}options: { hartbeat: 1s }\n`, 'unknown-name 6:12 did you mean "heartbeat"?'],
  ['an option out of bounds', `${head}options: { heartbeat: 1ms }\n`, 'wrong-option 6:23 from 10ms to 10s'],
  ['a count out of bounds', `${head}options: { batch: 65 }\n`, 'wrong-option 6:19 from 1 to 64'],
  [
    'a switch that is a word',
    `${head}options: { preVote: yes }\n`,
    'wrong-option 6:21 found "yes", expected true or false',
  ],
  ['a choice misspelt', `${head}options: { fsync: alway }\n`, 'wrong-option 6:19 did you mean "always"?'],
  ['an unknown group', `${head}nodes: { sever: 3 }\n`, 'unknown-name 6:10 did you mean "server"?'],
  ['clients among the nodes', `${head}nodes: { client: 3 }\n`, 'unknown-name 6:10 workload: { clients:'],
  [
    'servers of a system without',
    `${head.replace('fake-kv', 'fake-commit')}nodes: 3\n`,
    'wrong-count 6:8 write nodes: { coordinator: 1, participant: 3 }',
  ],
  [
    'too many nodes in all',
    `${head.replace('fake-kv', 'fake-commit')}nodes: { coordinator: 1, participant: 2000 }\n`,
    'wrong-count 6:8 found 2001 nodes in all',
  ],
  ['an unknown workload', `${head}workload: { kind: registr }\n`, 'unknown-name 6:19 did you mean "register"?'],
  ['rate and think', `${head}workload: { kind: register, rate: 5/s, think: 1ms }\n`, 'contradiction 6:40 found both'],
  [
    'a workload backwards',
    `${head}workload: { kind: register, from: 3s, to: 2s }\n`,
    'time-order 6:35 ends at 2s, before it begins at 3s',
  ],
  [
    'a workload after the end',
    `${head}workload: { kind: register, to: 11s }\n`,
    'after-the-end 6:33 after the end of the run at 10s',
  ],
  ['no time to think', `${head}workload: { kind: register, think: 0s }\n`, 'wrong-value 6:36 expected some time'],
  ['clients without a workload', `${head}clients: { count: 2 }\n`, 'contradiction 6:1 write a workload'],
  ['two counts of clients', `${head}${work}clients: { count: 2 }\n`, 'contradiction 7:19 keep one of the two'],
  [
    'a home that is no server',
    `${head}${work}clients: { home: [n1, n4] }\n`,
    'unknown-name 7:23 found "n4", expected one of n1 to n3',
  ],
  ['an unknown node', `${head}faults: [{ at: 1s, crash: n9 }]\n`, 'unknown-name 6:27 there are 3 servers: n1 to n3'],
  ['an unknown role', `${head}faults: [{ at: 1s, crash: leadr }]\n`, 'unknown-name 6:27 did you mean "leader"?'],
  [
    'a plural misspelt',
    `${head}faults: [{ at: 1s, crash: folowers }]\n`,
    'unknown-name 6:27 did you mean "followers"?',
  ],
  [
    'the noughth of a role',
    `${head}faults: [{ at: 1s, crash: follower(0) }]\n`,
    'unknown-name 6:27 the first is follower(1)',
  ],
  [
    'more at random than there are',
    `${head}faults: [{ at: 1s, crash: random(4) }]\n`,
    'unknown-name 6:27 random(1) to random(3)',
  ],
  ['random without a number', `${head}faults: [{ at: 1s, crash: random }]\n`, 'unknown-name 6:27 write random(1)'],
  [
    'a group with a number',
    `${head}faults: [{ at: 1s, crash: server(1) }]\n`,
    'unknown-name 6:27 only a role or random takes a number',
  ],
  [
    'a node twice on a side',
    `${head}faults: [{ at: 1s, partition: [[n1, n1], rest] }]\n`,
    'repeated 6:37 n1 stands here twice',
  ],
  ['one side', `${head}faults: [{ at: 1s, partition: [n1] }]\n`, 'one-side 6:31 for example rest'],
  [
    'rest on two sides',
    `${head}faults: [{ at: 1s, partition: [[n1, rest], rest] }]\n`,
    'repeated 6:44 on one side only',
  ],
  [
    'an end before the start',
    `${head}faults: [{ at: 2s, crash: n1, until: 1s }]\n`,
    'time-order 6:38 ends at 1s, but begins at 2s',
  ],
  ['a fault that ends as it begins', `${head}faults: [{ at: 2s, crash: n1, for: 0s }]\n`, 'time-order 6:36 found 0s'],
  ['a fault after the end', `${head}faults: [{ at: 10s, crash: n1 }]\n`, 'after-the-end 6:16 but the run ends at 10s'],
  ['a fault beyond the end', `${head}faults: [{ at: 9s, crash: n1, for: 2s }]\n`, 'after-the-end 6:36 leave for out'],
  [
    'until and for',
    `${head}faults: [{ at: 1s, crash: n1, until: 3s, for: 2s }]\n`,
    'contradiction 6:42 keep one of them',
  ],
  [
    'a restart that is no duration',
    `${head}faults: [{ at: 1s, crash: n1, restart: 1q }]\n`,
    'wrong-value 6:40 found "1q", expected a duration',
  ],
  [
    'a merge key hides what is missing',
    `${head}workload: { <<: { kind: register } }\n`,
    'merge-key 6:13 merge keys are not allowed',
  ],
  [
    'a restart before the crash',
    `${head}faults: [{ at: 2s, crash: n1 }, { at: 1s, restart: n1 }]\n`,
    'contradiction 6:52 nothing is crashed before',
  ],
  [
    'a window from the end on',
    `${head}${work}expect: [{ available: { from: 10s, atMost: 0% } }]\n`,
    'after-the-end 7:31 is not before the end of the run',
  ],
  [
    'a window of no time',
    `${head}${work}expect: [{ available: { from: 3s, to: 3s, atMost: 0% } }]\n`,
    'time-order 7:39 ends at 3s, but begins at 3s',
  ],
  [
    'restart and until',
    `${head}faults: [{ at: 1s, crash: n1, restart: 1s, until: 3s }]\n`,
    'contradiction 6:31 keep one of them',
  ],
  [
    'a restart of what is up',
    `${head}faults: [{ at: 1s, restart: n1 }]\n`,
    'contradiction 6:29 nothing is crashed before',
  ],
  [
    'a restart of another node',
    `${head}faults: [{ at: 1s, crash: n1 }, { at: 2s, restart: [n1, n2] }]\n`,
    'contradiction 6:57 n2 is not crashed before',
  ],
  [
    'a restart of a role',
    `${head}faults: [{ at: 1s, crash: leader }, { at: 2s, restart: leader }]\n`,
    'contradiction 6:56 a node that is down plays no role',
  ],
  [
    'conditions that change nothing',
    `${head}faults: [{ at: 1s, network: {} }]\n`,
    'nothing-claimed 6:29 nothing changes',
  ],
  [
    'between and from',
    `${head}faults: [{ at: 1s, network: { loss: 1% }, between: [n1, n2], from: n1 }]\n`,
    'contradiction 6:43 keep between, or from and to',
  ],
  [
    'random between',
    `${head}faults: [{ at: 1s, network: { loss: 1% }, between: [random(1), n2] }]\n`,
    'contradiction 6:52 draws no nodes at random',
  ],
  [
    'a name twice',
    `${head}faults: [{ at: 1s, crash: n1, name: x }, { at: 1s, crash: n2, name: x }]\n`,
    'repeated 6:69 an earlier fault, number 1',
  ],
  ['a name that is a kind', `${head}faults: [{ at: 1s, crash: n1, name: cut }]\n`, 'repeated 6:37 is a kind of fault'],
  ['a sweep quicker than long', `${head}sweep: { seeds: 5, quick: 6 }\n`, 'contradiction 6:27 6 seeds, more than'],
  ['a sweep from a word', `${head}seed: abc\nsweep: { seeds: 5 }\n`, 'contradiction 6:7 expected a number as seed'],
  [
    'a note that is told at no time',
    `${head}notes: [{ says: x }]\n`,
    'missing 6:9 a note says when it is told: expected at: a time, on: an event or when: a state',
  ],
  [
    'a note that is told at a time and at a state',
    `${head}notes: [{ at: 1s, when: { becomes: leader }, says: x }]\n`,
    'contradiction 6:19 at and when both say when the note is told: keep one of them',
  ],
  ['a note on no such message', `${head}notes: [{ on: { message: Voet }, says: x }]\n`, 'unknown-name 6:26'],
  ['a note after the end', `${head}notes: [{ at: 11s, says: x }]\n`, 'after-the-end 6:15 after the end of the run'],
  [
    'an unknown fault',
    `${head}${work}${cut}expect: [{ available: { during: splt, atMost: 0% } }]\n`,
    'unknown-name 8:33 did you mean "split"?',
  ],
  [
    'a side without a partition',
    `${head}${work}expect: [{ available: { side: minority, atMost: 0% } }]\n`,
    'contradiction 7:31 has no partition',
  ],
  [
    'a window backwards',
    `${head}${work}expect: [{ available: { from: 3s, to: 2s, atMost: 0% } }]\n`,
    'time-order 7:39 ends at 2s, but begins at 3s',
  ],
  [
    'a window after the end',
    `${head}${work}expect: [{ available: { to: 12s, atMost: 0% } }]\n`,
    'after-the-end 7:29 after the end of the run',
  ],
  [
    'an unknown client',
    `${head}${work}expect: [{ available: { client: c3, atMost: 0% } }]\n`,
    'unknown-name 7:33 expected c1 or c2',
  ],
  [
    'bounds the wrong way round',
    `${head}${work}expect: [{ available: { atLeast: 2/3, atMost: 50% } }]\n`,
    'contradiction 7:47 at least 2/3 and at most 50%',
  ],
  [
    'gaps the wrong way round',
    `${head}${work}expect: [{ available: { longestGap: 1s, gapAtLeast: 2s } }]\n`,
    'contradiction 7:53 cannot both be',
  ],
  [
    'a claim that claims nothing',
    `${head}${work}expect: [{ available: { from: 1s } }]\n`,
    'nothing-claimed 7:12 add atLeast',
  ],
  [
    'availability without a workload',
    `${head}expect: [{ available: { atMost: 0% } }]\n`,
    'contradiction 6:12 without a workload',
  ],
  [
    'counts the wrong way round',
    `${head}expect: [{ becomes: { role: leader, atLeast: 3, atMost: 2 } }]\n`,
    'contradiction 6:57 cannot both be',
  ],
  [
    'an unknown role to become',
    `${head}expect: [{ becomes: { role: ledaer, atMost: 2 } }]\n`,
    'unknown-name 6:29 did you mean "leader"?',
  ],
  [
    'the state of the rest',
    `${head}expect: [{ state: { of: rest, field: term, same: true } }]\n`,
    'contradiction 6:25 names its nodes',
  ],
  [
    'latency the wrong way round',
    `${head}${work}expect: [{ latency: { p50: 1ms, atLeast: { p50: 2ms } } }]\n`,
    'contradiction 7:28 cannot both be',
  ],
  [
    'an unknown property',
    `${head}expect: [{ holds: log-mathcing }]\n`,
    'unknown-name 6:19 did you mean "log-matching"?',
  ],
  [
    'held and violated',
    `${head}expect: [{ holds: log-matching }, { violates: log-matching }]\n`,
    'contradiction 6:47 cannot both hold',
  ],
  [
    'linearizable without a history',
    `${head}expect: [{ holds: linearizable }]\n`,
    'contradiction 6:19 there is no workload',
  ],
  [
    'linearizable without a model',
    `${head}workload: { kind: counter }\nexpect: [{ violates: linearizable }]\n`,
    'contradiction 7:22 has no model',
  ],
  // claims that cannot fail
  ['at least none', `${head}${work}expect: [{ available: { atLeast: 0% } }]\n`, 'vacuous-claim 7:34 above 0%'],
  ['at most all', `${head}${work}expect: [{ available: { atMost: 100% } }]\n`, 'vacuous-claim 7:33 below 100%'],
  [
    'one bound of two that cannot fail',
    `${head}${work}expect: [{ available: { atLeast: 0%, atMost: 50% } }]\n`,
    'vacuous-claim 7:34 at least 0% of operations are answered whatever happens',
  ],
  [
    'a gap as long as the run',
    `${head}${work}expect: [{ available: { longestGap: 10s } }]\n`,
    'vacuous-claim 7:37 no gap in 10s is longer than 10s: it cannot fail; write a shorter longestGap',
  ],
  [
    'a gap as long as the window',
    `${head}${work}expect: [{ available: { from: 2s, to: 5s, longestGap: 3s } }]\n`,
    'vacuous-claim 7:55 no gap in 3s',
  ],
  [
    'a gap as long as the rest of the run',
    `${head}${work}expect: [{ available: { from: 8s, longestGap: 2s } }]\n`,
    'vacuous-claim 7:47 no gap in 2s',
  ],
  [
    'a gap as long as the fault',
    `${head}${work}${cut}expect: [{ available: { during: split, longestGap: 1s } }]\n`,
    'vacuous-claim 8:52 no gap in 1s',
  ],
  [
    'a gap as long as what the window leaves of the fault',
    `${head}${work}${cut}expect: [{ available: { side: minority, from: 1.5s, longestGap: 500ms } }]\n`,
    'vacuous-claim 8:65 no gap in 500ms',
  ],
  ['a gap of no time', `${head}${work}expect: [{ available: { gapAtLeast: 0s } }]\n`, 'vacuous-claim 7:37 above 0s'],
  [
    'none or more operations',
    `${head}${work}expect: [{ operations: { answered: { atLeast: 0 }, refused: { atLeast: 0, atMost: 2 } } }]\n`,
    'vacuous-claim 7:47 found atLeast: 0, and no count is below it: it cannot fail; write atLeast: 1, or leave it out',
    'vacuous-claim 7:72 found atLeast: 0',
  ],
  [
    'none or more changes of a role',
    `${head}expect: [{ becomes: { role: leader, atLeast: 0, atMost: 2 } }]\n`,
    'vacuous-claim 6:46 found atLeast: 0',
  ],
  [
    'no latency at least',
    `${head}${work}expect: [{ latency: { p99: 1s, atLeast: { p50: 0s } } }]\n`,
    'vacuous-claim 7:48 above 0s',
  ],
  [
    'a latency as long as the deadline',
    `${head}${work}expect: [{ latency: { p99: 1999ms, max: 2s } }]\n`,
    'vacuous-claim 7:41 after 2s an operation is given up, and its latency not counted: it cannot fail; write less than 2s',
  ],
  [
    'a state without a claim',
    `${head}expect: [{ state: { of: n1, field: term } }]\n`,
    'nothing-claimed 6:12 add atLeast, atMost, equals or same',
  ],
  // options together
  [
    'options that contradict each other',
    `${head}options: { preVote: true, batch: 1 }\n`,
    'contradiction 6:1 preVote needs a batch of 2',
  ],
  [
    'options together, not judged where one is wrong by itself',
    `${head}options: { preVote: true, batch: 1, fsync: x }\n`,
    'wrong-option 6:44 found "x"',
  ],
  // faults that can do nothing, or not what is meant
  ['two sides alike', `${head}faults: [{ at: 1s, partition: [n1, n1] }]\n`, 'repeated 6:36 the same as side 1'],
  [
    'two sides alike in another order',
    `${head}faults: [{ at: 1s, partition: [[n1, leader], [leader(1), n1]] }]\n`,
    'repeated 6:46 the same as side 1',
  ],
  [
    'a side inside another',
    `${head}faults: [{ at: 1s, partition: [[n1, n2], n2] }]\n`,
    'repeated 6:42 all of this side stands on side 1 too',
  ],
  [
    'a side inside a later one',
    `${head}faults: [{ at: 1s, partition: [leader, servers] }]\n`,
    'repeated 6:32 all of this side stands on side 2 too',
  ],
  [
    'a side inside all of a role',
    `${head}faults: [{ at: 1s, partition: [[followers, n1], follower(2)] }]\n`,
    'repeated 6:49 all of this side stands on side 1 too',
  ],
  [
    'a cut from a node to itself',
    `${head}faults: [{ at: 1s, cut: { from: n1, to: n1 } }]\n`,
    'repeated 6:41 n1 to itself',
  ],
  [
    'a cut from a role to itself',
    `${head}faults: [{ at: 1s, cut: { from: leader, to: [leader] } }]\n`,
    'repeated 6:45 leader to itself',
  ],
  [
    'conditions from a node to itself',
    `${head}faults: [{ at: 1s, network: { loss: 1% }, from: n1, to: n1 }]\n`,
    'repeated 6:57 n1 to itself',
  ],
  [
    'conditions between a node and itself',
    `${head}faults: [{ at: 1s, network: { loss: 1% }, between: [n1, n1] }]\n`,
    'repeated 6:57 n1 to itself',
  ],
  [
    'the fourth follower of three servers',
    `${head}faults: [{ at: 1s, crash: follower(4) }]\n`,
    'unknown-name 6:27 there are 3 servers: expected follower(1) to follower(3)',
  ],
  [
    'the state of the fourth follower',
    `${head}expect: [{ state: { of: follower(4), field: term, same: true } }]\n`,
    'unknown-name 6:25 there are 3 servers',
  ],
  [
    'a rest of nobody',
    `${head}faults: [{ at: 1s, partition: [[n1, n2, n3], rest] }]\n`,
    'one-side 6:46 rest is nobody here: every server stands on another side',
  ],
  [
    'a rest of nobody, beside a group',
    `${head}faults: [{ at: 1s, partition: [servers, rest] }]\n`,
    'one-side 6:41 rest is nobody here',
  ],
  // operations
  [
    'an unknown operation to count',
    `${head}${work}expect: [{ operations: { f: raed, answered: { atLeast: 1 } } }]\n`,
    'unknown-name 7:29 register has no operation "raed": expected read, write or cas did you mean "read"?',
  ],
  [
    'an unknown operation to time',
    `${head}${work}expect: [{ latency: { f: append, p50: 1ms } }]\n`,
    'unknown-name 7:26 no operation "append"',
  ],
  ['two endings', `${head}expect: [{ ends: livelock }, { ends: livelock }]\n`, 'repeated 6:30 a run ends once'],
];

describe('a wrong file says what is wrong and where', () => {
  test.each(rows)('%s', (_, text, ...expected) => {
    const { scenario, problems } = loadScenario(text, 'a.yaml', systems);
    expect(scenario).toBeUndefined();
    const shown = problems.map(
      ({ code, line, column, message, hint }) => `${code} ${line}:${column} ${message} ${hint ?? ''}`,
    );
    expect(shown.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(
      expected.map((line) => line.split(' ').slice(0, 2).join(' ')),
    );
    expected.forEach((line, index) => {
      const [code, place, ...words] = line.split(' ');
      const told = words.join(' ').split(' did you mean ');
      expect(shown[index]).toContain(`${code} ${place} `);
      expect(shown[index]).toContain(told[0]!);
      if (told[1] !== undefined) expect(shown[index]).toContain(`did you mean ${told[1]}`);
    });
  });
});

describe('what is sound though it looks alike', () => {
  test.each([
    ['sides that overlap', 'faults: [{ at: 1s, partition: [[leader, follower(1)], [follower(1), follower(2)]] }]\n'],
    ['random nodes on two sides', 'faults: [{ at: 1s, partition: [random(1), random(1)] }]\n'],
    ['a rest beside another', 'faults: [{ at: 1s, partition: [[n1, rest], [n2, n3]] }]\n'],
    ['a node and a role', 'faults: [{ at: 1s, partition: [n1, leader] }]\n'],
    ['a cut among the followers', 'faults: [{ at: 1s, cut: { from: followers, to: followers } }]\n'],
    ['a cut between random nodes', 'faults: [{ at: 1s, cut: { from: random(1), to: random(1) } }]\n'],
    ['the last of the followers', 'faults: [{ at: 1s, crash: follower(3) }]\n'],
    ['a gap just shorter than its window', `${work}expect: [{ available: { longestGap: 9.999999s } }]\n`],
    [
      'a gap shorter than one of its faults',
      `${work}${cut.replace('}]', '}, { at: 3s, crash: n1 }]')}expect: [{ available: { during: crash, longestGap: 6s } }]\n`,
    ],
    ['a claim of none', `${work}expect: [{ operations: { refused: { atMost: 0 } } }]\n`],
    ['a state from nought on', 'expect: [{ state: { of: n1, field: term, atLeast: 0 } }]\n'],
    [
      'operations of a workload that does not name them',
      'workload: { kind: counter }\nexpect: [{ latency: { f: add, p50: 1ms } }]\n',
    ],
  ])('%s', (_, text) => {
    expect(loadScenario(head + text, 'a.yaml', systems).problems).toEqual([]);
  });
});

test('a capsule in the place of a scenario is told apart, and nothing else is said of it', () => {
  const text = 'capsule: 1\nfaultline: 0.1.0\nfile: a.yaml\nseed: &a 1\nscenario: |\n  faultline: 1\n';
  expect(loadScenario(text, 'runs/a.capsule.yaml', systems).problems).toEqual([
    {
      code: 'a-capsule',
      message: 'this is a capsule, not a scenario: run it with npx faultline replay runs/a.capsule.yaml',
      file: 'runs/a.capsule.yaml',
      line: 1,
      column: 1,
      length: 7,
      path: 'capsule',
    },
  ]);
  const { problems } = loadScenarioObject({ capsule: 1, faultline: '0.1.0' }, 'a', systems);
  expect(problems.map(({ code }) => code)).toEqual(['a-capsule']);
});

test('the name of a fault may be several words', () => {
  const text = `${head}${work}faults: [{ at: 1s, crash: n1, name: one down }]\nexpect: [{ available: { during: one down, atMost: 9% } }]\n`;
  expect(loadScenario(text, 'a.yaml', systems).problems).toEqual([]);
});

test('a fault may last to the very end of the run', () => {
  const text = `${head}faults: [{ at: 1s, crash: n1, until: 10s }]\n`;
  expect(loadScenario(text, 'a.yaml', systems).problems).toEqual([]);
});

test('the words found end with their line, CRLF or not', () => {
  const text = `${head}network: |\n  a\n`;
  const length = (source: string) => loadScenario(source, 'a.yaml', systems).problems[0]?.length;
  // Of the block text only the `|` stands on the first line.
  expect(length(text)).toBe(1);
  expect(length(text.replaceAll('\n', '\r\n'))).toBe(1);
});

test('the head of the table is a sound scenario itself', () => {
  expect(loadScenario(head, 'a.yaml', systems).problems).toEqual([]);
  expect(loadScenario(head + work + cut, 'a.yaml', systems).problems).toEqual([]);
});

test('all problems come at once, of shape and of meaning, in the order of the file', () => {
  const text = `${head}nodes: 0\noptions: { batch: 99 }\nfaults:\n  - { at: 1s, crash: n7 }\n  - { at: x, crash: n1 }\nexpct: 1\n`;
  const { problems } = loadScenario(text, 'a.yaml', systems);
  expect(problems.map(({ code, line }) => `${line} ${code}`)).toEqual([
    '6 wrong-value',
    '7 wrong-option',
    '9 unknown-name',
    '10 wrong-value',
    '11 unknown-key',
  ]);
});

test('columns do not move with CRLF, a byte order mark or wide characters before', () => {
  const at = (text: string) => loadScenario(text, 'a.yaml', systems).problems.map(({ line, column }) => [line, column]);
  const text = `${head}network: { loss: 20 }\n`;
  expect(at(text)).toEqual([[6, 18]]);
  expect(at(text.replaceAll('\n', '\r\n'))).toEqual([[6, 18]]);
  expect(at(`\ufeff${text}`)).toEqual([[6, 18]]);
  expect(at(`\ufeff${text.replace('faultline: 1', 'fautline: 1')}`)[0]).toEqual([1, 1]);
});

test('over a hundred problems are cut, with their number', () => {
  const text = `${head}faults:\n${'  - { at: 1s }\n'.repeat(500)}`;
  const { problems } = loadScenario(text, 'a.yaml', systems);
  expect(problems).toHaveLength(101);
  expect(problems[100]!.message).toContain('400 more problems from here on');
  const one = loadScenario(`${head}faults:\n${'  - { at: 1s }\n'.repeat(101)}`, 'a.yaml', systems);
  expect(one.problems[100]!.message).toContain('1 more problem from here on');
});

describe('a scenario given as an object', () => {
  const sound = { faultline: 1, name: 'a', about: 'b', system: 'fake-kv', run: '10s' };

  test('loads as its text does', () => {
    const { scenario } = loadScenarioObject(sound, 'a', systems);
    expect(scenario?.run).toBe(10_000_000);
    const { system: _, ...rest } = scenario!;
    const { system: __, ...fromText } = loadScenario(head, 'a', systems).scenario!;
    expect(rest).toEqual(fromText);
  });

  test('has problems with paths', () => {
    const { problems } = loadScenarioObject({ ...sound, faults: [{ at: '1s', crash: 'n9' }] }, 'a', systems);
    expect(problems.map(({ line, path, code }) => ({ line, path, code }))).toEqual([
      { line: 0, path: 'faults.0.crash', code: 'unknown-name' },
    ]);
  });

  test('is plain data of a reasonable size', () => {
    const codes = (value: unknown) =>
      loadScenarioObject(value, 'a', systems).problems.map(({ code, path }) => `${code} ${path ?? ''}`);
    const cycle: { me?: unknown } = {};
    cycle.me = cycle;
    expect(codes(cycle)).toEqual(['too-deep me.me.me']);
    expect(codes({ ...sound, run: new Date(0) })).toEqual(['not-plain run']);
    expect(codes({ ...sound, seed: Number.NaN })).toEqual(['not-plain seed']);
    expect(codes({ ...sound, name: () => 'a' })).toEqual(['not-plain name']);
    let doubled: unknown = 'x';
    for (let i = 0; i < 40; i++) doubled = [doubled, doubled];
    expect(codes({ ...sound, name: doubled })).toEqual(['too-large ']);
    expect(codes(null)).toEqual(['not-a-mapping ']);
  });
});
