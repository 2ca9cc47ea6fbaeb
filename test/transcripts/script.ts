// Runs the commands of a transcript. What they do is told by `words.ts`; the cluster is `cluster.ts`.
//
//   servers 3 preVote=true n1=1,1,2      a cluster with these options, the paper's else, and logs of these terms
//   timeout n1 election                  deliver n1 n2 Vote · drop n1 n2 · drop · settle n1 n2
//   crash n1 · restart n1 · replace n1   hold n1 · flush n1 1       its disk
//   write n1 x 5 · read n1 x             change n1 voters n2 n3 learners n4 · transfer n1 n2
//   show                                 the table of states
import type { Kind } from '../../src/contract/context.ts';
import { defaultsOf, type Options } from '../../src/contract/system.ts';
import type { Settings } from '../../src/protocols/raft/index.ts';
import { raftKv } from '../../src/protocols/raft/index.ts';
import { settingsOf } from '../../src/protocols/raft/settings.ts';
import { logOf, paper } from '../protocols/raft/servers.ts';
import { Cluster, type Happened, type Sent } from './cluster.ts';
import { deliveredText, happenedText, messageText, tableText } from './words.ts';

export class Script {
  private cluster: Cluster | undefined;
  private operations = 0;

  /** What a command prints. */
  run(command: string): string {
    const [verb = '', ...words] = command.split(/\s+/);
    if (verb === 'servers') return this.begin(words);
    const cluster = this.cluster;
    if (cluster === undefined) throw new Error(`${command}: expected "servers 3" first`);
    const [id = '', ...rest] = words;
    switch (verb) {
      case 'show':
        return tableText(cluster);
      case 'timeout':
        return this.tell(`${id} ${rest[0]} timeout`, cluster.fire(id, rest[0] ?? 'election'));
      case 'settle':
        return this.settle(cluster, words);
      case 'deliver':
      case 'drop':
        return this.each(cluster, verb, words);
      case 'crash':
        cluster.crash(id);
        return `${id} crashes`;
      case 'restart':
        return this.tell(`${id}`, cluster.restart(id));
      case 'replace':
        cluster.crash(id);
        return this.tell(`${id}, without its disk,`, cluster.restart(id, 'empty'));
      case 'hold':
        cluster.hold(id);
        return `${id}: its disk is busy`;
      case 'flush':
        return this.flush(cluster, id, rest[0]);
      default:
        return this.ask(
          cluster,
          id,
          requestOf(verb, rest, ++this.operations),
          verb === 'change' || verb === 'transfer',
        );
    }
  }

  private begin([count = '3', ...words]: readonly string[]): string {
    const options: { [name: string]: Options[string] } = { ...defaultsOf(raftKv), ...paper };
    const durable: { [id: string]: { vote: Kind | object; log: object } } = {};
    for (const word of words) {
      const [name = '', value = ''] = word.split('=');
      if (/^n\d+$/.test(name)) durable[name] = durableOf(value);
      else options[name] = optionOf(value);
    }
    const settings: Settings = settingsOf(options);
    this.cluster = new Cluster(Number(count), settings, durable as never);
    return tableText(this.cluster);
  }

  private tell(what: string, happened: Happened): string {
    return happenedText(what, happened, this.cluster!);
  }

  private settle(cluster: Cluster, among: readonly string[]): string {
    const lines: string[] = [];
    cluster.settle(among.length === 0 ? cluster.ids : among, (sent, happened) => {
      lines.push(this.tell(deliveredText(sent), happened));
    });
    return lines.join('\n') || 'nothing is on its way';
  }

  /** The messages that are on their way now from one server to another, of a kind if one is named. */
  private each(cluster: Cluster, verb: string, [from, to, kind]: readonly string[]): string {
    if (verb === 'drop' && from === undefined) {
      const { length } = cluster.network;
      cluster.network = [];
      return `${length} messages are lost`;
    }
    const isMeant = (sent: Sent) =>
      sent.from === from && sent.to === to && (kind === undefined || sent.message.kind === kind);
    const lines: string[] = [];
    for (const sent of cluster.network.filter(isMeant)) {
      if (verb === 'drop') {
        cluster.drop(sent);
        lines.push(`${to} ✗ ${from} ${messageText(sent.message)}`);
        continue;
      }
      const happened = cluster.deliver(sent);
      lines.push(happened === undefined ? `${to} is down` : this.tell(deliveredText(sent), happened));
    }
    if (lines.length === 0) throw new Error(`${verb} ${from} ${to}: nothing of that kind is on its way`);
    return lines.join('\n');
  }

  private flush(cluster: Cluster, id: string, count: string | undefined): string {
    const sent = cluster.flush(id, count === undefined ? Number.POSITIVE_INFINITY : Number(count));
    const lines = sent.filter(({ to }) => to !== id).map(({ to, message }) => `  → ${to} ${messageText(message)}`);
    return [`${id}: its disk has written`, ...lines].join('\n');
  }

  private ask(cluster: Cluster, id: string, message: Kind, isAdmin: boolean): string {
    const from = isAdmin ? 'a1' : 'c1';
    return this.tell(`${id} ← ${from} ${requestText(message)}`, cluster.receive(id, message, from));
  }
}

function requestOf(verb: string, words: readonly string[], number: number): Kind {
  const request = { kind: 'Request', id: { client: 'c1', number }, attempt: number };
  switch (verb) {
    case 'write':
      return { ...request, operation: { f: 'write', key: words[0]!, value: Number(words[1]) } };
    case 'read':
      return { ...request, operation: { f: 'read', key: words[0]! } };
    case 'transfer':
      return { kind: 'TransferLeadership', request: number, target: words[0]! };
    case 'change': {
      const split = words.indexOf('learners');
      const voters = words.slice(1, split === -1 ? undefined : split);
      return { kind: 'ChangeMembers', request: number, voters, learners: split === -1 ? [] : words.slice(split + 1) };
    }
    default:
      throw new Error(`there is no command ${verb}: the head of script.ts lists them`);
  }
}

function requestText(message: Kind): string {
  const { kind, operation } = message as Kind & { operation?: { f: string; key: string; value?: number } };
  if (kind !== 'Request' || operation === undefined) return messageText(message);
  return operation.f === 'write' ? `write ${operation.key}=${operation.value}` : `read ${operation.key}`;
}

/** `1,1,2`, or with a later term than the log's last `1,1,2@3`. */
function durableOf(text: string): { vote: object; log: object } {
  const [terms = '', term] = text.split('@');
  const log = terms === '' ? [] : terms.split(',').map(Number);
  return { vote: { term: Number(term ?? log.at(-1) ?? 0), votedFor: null }, log: logOf(...log) };
}

function optionOf(text: string): Options[string] {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d+$/.test(text) ? Number(text) : text;
}
