/** Lines that are redrawn in place on a terminal; anywhere else only what is printed to stay appears. */
import type { WriteStream } from 'node:tty';

const CLEAR_BELOW = '\u001b[0J';
const up = (lines: number): string => (lines > 0 ? `\r\u001b[${lines}A` : '\r');

export class LiveLines {
  readonly #out: WriteStream;
  #drawn = 0;

  constructor(out: WriteStream) {
    this.#out = out;
  }

  get isLive(): boolean {
    return this.#out.isTTY;
  }

  /** Replaces the lines. Of more than fit the terminal the last are shown: they say how far it is. */
  draw(lines: readonly string[]): void {
    if (!this.isLive) return;
    const { columns = 80, rows = 24 } = this.#out;
    const fitting = lines.slice(-Math.max(1, rows - 1)).map((line) => line.slice(0, columns - 1));
    this.#out.write(`${up(this.#drawn)}${CLEAR_BELOW}${fitting.map((line) => `${line}\n`).join('')}`);
    this.#drawn = fitting.length;
  }

  /** Takes the lines away and prints one that stays. */
  print(line: string): void {
    this.clear();
    this.#out.write(`${line}\n`);
  }

  clear(): void {
    if (this.#drawn > 0) this.#out.write(`${up(this.#drawn)}${CLEAR_BELOW}`);
    this.#drawn = 0;
  }
}
