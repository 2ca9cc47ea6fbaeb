// The package's version, read from its package.json: one source for `--version`, capsules, journals and `info`.
import { existsSync, readFileSync } from 'node:fs';

/** Above `dist/` and `src/`; the benchmark is compiled one folder deeper. */
const places = ['../../package.json', '../../../package.json'].map((path) => new URL(path, import.meta.url));

const text = readFileSync(places.find((place) => existsSync(place)) ?? places[0]!, 'utf8');

export const version = (JSON.parse(text) as { version: string }).version;
