// Loaded before the command: its pipes say that they are a terminal of 80 by 24. With TUI_THROW=component the first
// component that makes a list of elements throws; with TUI_THROW=later something outside of React does, once the terminal is taken.
for (const stream of [process.stdin, process.stdout]) stream.isTTY = true;
Object.assign(process.stdout, { columns: 80, rows: 24 });
const modes = [];
const fail = (text) => {
  throw new Error(text);
};
process.stdin.setRawMode = (isRaw) => {
  modes.push(isRaw);
  if (isRaw && process.env.TUI_THROW === 'later') setTimeout(() => fail('thrown outside'), 200);
  return process.stdin;
};
process.on('exit', () =>
  process.stderr.write(`raw ${modes.join(' ')}; measures ${performance.getEntriesByType('measure').length}\n`),
);
if (process.env.TUI_THROW === 'component') {
  // Ink's bundle alone makes elements: those with a list of children are made in a component of the screen.
  const define = Object.defineProperty;
  define(Object.prototype, 'children', {
    configurable: true,
    get() {
      return undefined;
    },
    set(value) {
      define(this, 'children', { value, writable: true, enumerable: true, configurable: true });
      if (new Error().stack.includes('tui/app.js') && Array.isArray(value)) throw new Error('thrown in a component');
    },
  });
}
