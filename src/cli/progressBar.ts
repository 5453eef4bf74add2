/** How far a run is: one line that is redrawn on a terminal, a plain line now and then elsewhere. */

import type { WriteStream } from 'node:tty';
import { clock, decimal, grouped, percent } from '../spec/numbers.ts';
import type { Progress, Score } from '../training/events.ts';

const WIDTH = 24;
const REDRAW_MS = 100;
const PLAIN_LINE_MS = 5000;

export class ProgressBar {
  readonly #out: WriteStream;
  #last = Number.NEGATIVE_INFINITY;

  constructor(out: WriteStream) {
    this.#out = out;
  }

  /** @param score the latest training score, if there is one */
  show(name: string, progress: Progress, score: Score | undefined): void {
    const now = performance.now();
    if (now - this.#last < (this.#out.isTTY ? REDRAW_MS : PLAIN_LINE_MS)) return;
    this.#last = now;
    const line = progressLine(name, progress, score);
    if (this.#out.isTTY) this.#out.write(`\r\u001b[2K${line.slice(0, this.#out.columns - 1)}`);
    else this.#out.write(`${line}\n`);
  }

  /** Takes the bar away and prints a line that stays. */
  print(line: string): void {
    this.#out.write(this.#out.isTTY ? `\r\u001b[2K${line}\n` : `${line}\n`);
    this.#last = Number.NEGATIVE_INFINITY;
  }
}

/** 'BN · seed 1 ━━━━──── 41 % epoch 2 · 812 images/s · 0:14 left · loss 0.61 · acc 79.2 %' */
function progressLine(name: string, progress: Progress, score: Score | undefined): string {
  const { phase, images, totalImages, epoch, imagesPerSecond, secondsLeft } = progress;
  const fraction = phase.kind === 'training' ? images / totalImages : phase.done / phase.total;
  const full = Math.round(fraction * WIDTH);
  const bar = '━'.repeat(full) + '─'.repeat(WIDTH - full);
  const doing = phase.kind === 'training' ? `epoch ${epoch}` : phase.kind;
  const parts = [`${doing}`, `${grouped(Math.round(imagesPerSecond))} images/s`];
  if (secondsLeft !== undefined) parts.push(`${clock(secondsLeft)} left`);
  if (score) parts.push(`loss ${decimal(score.loss, 3)}`, `acc ${percent(score.acc)}`);
  return `${name} ${bar} ${Math.floor(100 * fraction)} % ${parts.join(' · ')}`;
}
