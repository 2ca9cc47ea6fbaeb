// Where things are in one line of JSON: the first fault, or the fields of the outermost object. `JSON.parse` reads the
// values; its errors say no reliable position, and differ between versions of Node. Used only to place a problem.

/** `offset` counts from 0. */
export type JsonFault = { readonly offset: number; readonly message: string };

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/** What is wrong with a text that `JSON.parse` refuses; undefined if nothing is. */
export function jsonFault(text: string): JsonFault | undefined {
  const fault = scan(text, () => {});
  return typeof fault === 'number' ? undefined : fault;
}

/** Where a field's value is in the outermost object; the object's first character if it has no such field. */
export function fieldSpan(text: string, name: string): { readonly offset: number; readonly length: number } {
  let found: number | undefined;
  scan(text, (key, offset) => {
    if (key === name) found = offset;
  });
  if (found === undefined) return { offset: match(SPACE, text, 0), length: 1 };
  const end = Math.max(match(STRING, text, found), match(SCALAR, text, found));
  return { offset: found, length: Math.max(1, end - found) };
}

/** Walks over the whole text without recursion, so that deep nesting is no trouble; its length if all is well. */
function scan(text: string, onField: (name: string, offset: number) => void): number | JsonFault {
  const closers: string[] = [];
  let at = match(SPACE, text, 0);
  const fault = (message: string): JsonFault => ({
    offset: at,
    message: at >= text.length ? 'the line ends too early' : message,
  });
  for (;;) {
    // A value, in an object with its name before it.
    if (closers.at(-1) === '}') {
      const end = match(STRING, text, at);
      if (end === at) return fault('expected a field name in double quotes');
      const name = JSON.parse(text.slice(at, end)) as string;
      at = match(SPACE, text, end);
      if (text[at] !== ':') return fault(`expected : after the field name "${name}"`);
      at = match(SPACE, text, at + 1);
      if (closers.length === 1) onField(name, at);
    }
    const opened = text[at];
    if (opened === '{' || opened === '[') {
      closers.push(opened === '{' ? '}' : ']');
      at = match(SPACE, text, at + 1);
      if (text[at] !== closers.at(-1)) continue;
    } else {
      const end = Math.max(match(STRING, text, at), match(SCALAR, text, at));
      if (end === at && opened === '"') return fault('this string never ends, or holds a wrong escape');
      if (end === at) return fault('expected a JSON value');
      at = end;
    }
    // What may follow a value: a comma, or the end of what it stands in, any number of times.
    for (at = match(SPACE, text, at); closers.length > 0 && text[at] === closers.at(-1); ) {
      closers.pop();
      at = match(SPACE, text, at + 1);
    }
    if (closers.length === 0) return at === text.length ? at : fault('expected the end of the line');
    if (text[at] !== ',') return fault(`expected , or ${closers.at(-1)}`);
    at = match(SPACE, text, at + 1);
    if (text[at] === closers.at(-1)) return fault('a comma with nothing after it');
  }
}

/** Where the match of a sticky pattern at `at` ends; `at` itself if there is none. */
function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
