// The package's version, read from its package.json: one source for `--version`, capsules and `info`.
import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');

export const version = (JSON.parse(text) as { version: string }).version;
