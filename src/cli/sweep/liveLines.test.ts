import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { expect, it } from 'vitest';
import { LiveLines } from './liveLines.ts';

/** A terminal of this size that keeps what is written to it. */
function terminal(isTTY: boolean, columns = 20, rows = 4) {
  const stream = new PassThrough();
  const out: WriteStream = Object.assign(Object.create(WriteStream.prototype), {
    isTTY,
    columns,
    rows,
    write: (text: string) => stream.write(text),
  });
  return { lines: new LiveLines(out), written: () => String(stream.read() ?? '') };
}

it('draws over what it drew, within the terminal', () => {
  const { lines, written } = terminal(true);
  lines.draw(['a', 'b']);
  expect(written()).toBe('\r\u001b[0Ja\nb\n');
  lines.draw(['1', '2', '3', `4${'x'.repeat(40)}`]);
  expect(written()).toBe(`\r\u001b[2A\u001b[0J2\n3\n4${'x'.repeat(18)}\n`);
  lines.print('stays');
  expect(written()).toBe('\r\u001b[3A\u001b[0Jstays\n');
  lines.draw(['c']);
  expect(written()).toBe('\r\u001b[0Jc\n');
});

it('only prints where there is no terminal', () => {
  const { lines, written } = terminal(false);
  lines.draw(['a']);
  lines.print('stays');
  lines.clear();
  expect(written()).toBe('stays\n');
});
