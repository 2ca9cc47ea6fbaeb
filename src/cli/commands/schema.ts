// `faultline schema`: the JSON Schema of scenario files, for editors.
import { scenarioSchema } from '../../scenario/index.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { print } from '../terminal.ts';

export async function schema(): Promise<ExitCode> {
  print(JSON.stringify(scenarioSchema(), null, 2));
  return exitCodes.ok;
}
