// The screen as Ink lays it out: bands from the top, columns side by side, lines that fit exactly. What stands in a
// place is known by that place; a line that is the same is not rendered again.
import { Box, render, Text } from 'ink';
import { memo, useSyncExternalStore } from 'react';
import { type Paint, paint } from '../display/step/paint.ts';
import type { Band, Column, Frame } from './frame.ts';
import { type Sink, sinkOf } from './sink.ts';
import type { FrameStore } from './store.ts';

type Shown = { readonly paint: Paint };

function placed<T>(list: readonly T[]): readonly { readonly place: string; readonly item: T }[] {
  return list.map((item, index) => ({ place: String(index), item }));
}

const Line = memo(({ text }: { readonly text: string }) => <Text wrap="truncate">{text}</Text>);

function ColumnView({ column, height, paint: how }: Shown & { readonly column: Column; readonly height: number }) {
  const texts = Array.from({ length: height }, (_, row) => paint(column.lines[row] ?? [], how));
  return (
    <Box flexDirection="column" width={column.width} height={height} flexShrink={0}>
      {placed(texts).map(({ place, item }) => (
        <Line key={place} text={item === '' ? ' ' : item} />
      ))}
    </Box>
  );
}

function BandView({ band, paint: how }: Shown & { readonly band: Band }) {
  return (
    <Box height={band.height} flexShrink={0}>
      {placed(band.columns).map(({ place, item }) => (
        <ColumnView key={place} column={item} height={band.height} paint={how} />
      ))}
    </Box>
  );
}

function App({ store, paint: how }: Shown & { readonly store: FrameStore }) {
  const frame: Frame = useSyncExternalStore(store.subscribe, store.get);
  return (
    <Box flexDirection="column">
      {placed(frame).map(({ place, item }) => (
        <BandView key={place} band={item} paint={how} />
      ))}
    </Box>
  );
}

export type Mounted = {
  readonly resize: (columns: number) => void;
  readonly unmount: () => void;
};

/** `draw` gets each frame as text, and `failed` what a component throws. */
export function mount(
  store: FrameStore,
  how: Paint & { readonly columns: number },
  { draw, failed }: { readonly draw: (frame: string) => void; readonly failed: (error: unknown) => void },
): Mounted {
  const sink: Sink = sinkOf(how.columns, draw);
  const input = { isTTY: false, on() {}, off() {} } as unknown as NodeJS.ReadStream;
  const stdout = sink as unknown as NodeJS.WriteStream;
  const instance = render(<App store={store} paint={how} />, {
    stdout,
    stdin: input,
    stderr: stdout,
    // Each frame whole, in one write.
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  let isOver = false;
  instance.waitUntilExit().catch((error: unknown) => {
    if (!isOver) failed(error);
  });
  return {
    resize: (columns) => sink.resize(columns),
    unmount() {
      isOver = true;
      sink.close();
      instance.unmount();
    },
  };
}
