/** What a sweep writes, and what of it could not be written: that stops a sweep, and takes nothing from its table. */
import { bySetting } from '../../curves/bySetting.ts';
import { runsCsv } from '../../report/csv.ts';
import { runsParquet } from '../../report/parquet.ts';
import { RUNS_FILE_FORMAT, type RunResult, toRunFile } from '../../results/runFile.ts';
import { labelWithin } from '../../spec/describe.ts';
import { FIELDS } from '../../spec/fields.ts';
import { writeMissing } from '../tensorBoard.ts';
import type { Board } from './board.ts';
import type { SweepFolder } from './folder.ts';

type Content = string | Uint8Array;

export class SweepFiles {
  readonly #folder: SweepFolder;
  readonly #problems: string[] = [];

  constructor(folder: SweepFolder) {
    this.#folder = folder;
  }

  /** What could not be written, a sentence each, and what to do. */
  get problems(): readonly string[] {
    const next = `Make room in ${this.#folder.path}: the same command goes on from there.`;
    return this.#problems.length > 0 ? [...this.#problems, next] : [];
  }

  /** @param name for a person @returns whether it is written */
  writeRun(run: RunResult, name: string): Promise<boolean> {
    return this.#try(`the result of ${name}`, () => this.#folder.writeRun(run));
  }

  write(name: string, text: () => Content | Promise<Content>): Promise<boolean> {
    return this.#try(name, async () => this.#folder.write(name, await text()));
  }

  /** All runs in one file each for notebooks, and for the page's Import. */
  async writeExport({ results }: Board): Promise<void> {
    const runs = [...results.values()];
    await this.write('runs.csv', () => runsCsv(runs));
    await this.write('runs.parquet', () => runsParquet(runs));
    const whole = { format: RUNS_FILE_FORMAT, runs: runs.map(toRunFile) };
    await this.write('runs.json', () => `${JSON.stringify(whole)}\n`);
  }

  /** What TensorBoard shows of runs, where it is not there yet. */
  writeEvents(tensorBoard: string, runs: Iterable<RunResult>): Promise<boolean> {
    return this.#try(`what ${tensorBoard} lacks`, () => writeMissing(tensorBoard, runs));
  }

  /** Test accuracy against what the columns vary, where that is a number and there are several. */
  async writeFigure(board: Board): Promise<void> {
    const { columns, rates } = board.plan;
    const { setting } = columns;
    if (FIELDS[setting].kind !== 'number') return;
    const sizes = bySetting(board.groups(), setting, { own: rates.length > 0 ? ['lr'] : [] });
    if (!sizes) return;
    // What draws is loaded here, and not by every sweep.
    const { renderSettingFigure } = await import('../../report/settingFigure.ts');
    const look = { width: 720, height: 400, scheme: 'light' } as const;
    const name = `accuracy-by-${labelWithin(setting).replaceAll(' ', '-')}.svg`;
    await this.write(name, async () => `${await renderSettingFigure(sizes, look)}\n`);
  }

  async #try(name: string, write: () => Promise<void>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (error) {
      this.#problems.push(`${name} could not be written: ${(error as Error).message}`);
      return false;
    }
  }
}
