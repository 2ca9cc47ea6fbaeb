// `faultline info`: what a report of a problem should begin with.
import { availableParallelism } from 'node:os';
import { version } from '../../campaign/version.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { print } from '../terminal.ts';

export async function info({ json }: { json?: boolean }): Promise<ExitCode> {
  const { stdout } = process;
  const facts = {
    faultline: version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    terminal: stdout.isTTY === true ? `${stdout.columns}x${stdout.rows}` : 'no',
    colours: stdout.isTTY === true ? 2 ** stdout.getColorDepth() : 0,
  };
  if (json === true) print(JSON.stringify(facts));
  else
    print(
      Object.entries(facts)
        .map(([name, value]) => `${name.padEnd(10)} ${value}`)
        .join('\n'),
    );
  return exitCodes.ok;
}
