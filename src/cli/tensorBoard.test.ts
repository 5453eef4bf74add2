import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventFile } from '../report/tensorBoard/events.ts';
import { finishedRun } from '../testing/madeUpRuns.ts';
import { fileName } from './sweep/names.ts';
import { EventFile, readTensorBoard, writeMissing } from './tensorBoard.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'norm-playground-'));
});
afterAll(() => rm(folder, { recursive: true }));

const RUN = finishedRun(0.8);
const { points, history } = RUN;

/** Names and contents of a run's files. */
async function filesOf(within: string): Promise<(readonly [string, Buffer])[]> {
  const of = join(within, fileName(RUN.experiment));
  const names = await readdir(of);
  return Promise.all(names.map(async (name) => [name, await readFile(join(of, name))] as const));
}

describe('readTensorBoard', () => {
  it('makes the folder, and refuses what cannot be one', async () => {
    expect(await readTensorBoard(new Map())).toBeUndefined();
    const made = join(folder, 'a', 'b');
    expect(await readTensorBoard(new Map([['tensorboard', made]]))).toBe(made);
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(readTensorBoard(new Map([['tensorboard', file]]))).rejects.toThrow(
      `--tensorboard: ${file} cannot be made a folder (`,
    );
  });
});

describe('EventFile', () => {
  it('grows as the run goes, and begins anew where one is taken up again', async () => {
    const within = join(folder, 'live');
    for (const outcome of [{ kind: 'stopped' } as const, RUN.outcome]) {
      const file = new EventFile(within, RUN.experiment);
      file.begin(undefined);
      const progress = JSON.parse('{}');
      file.onEvent({ kind: 'progress', progress, points });
      for (const result of history) file.onEvent({ kind: 'epoch', result });
      expect(await file.end({ ...RUN, outcome })).toBeUndefined();
    }
    const [[name = '', content] = [], ...more] = await filesOf(within);
    expect(more).toEqual([]);
    expect(name).toMatch(/^events\.out\.tfevents\.\d{10}\./);
    expect(content).toHaveLength(eventFile(RUN, 0)[1].length);
  });

  it('says what could not be written, and throws nothing', async () => {
    const within = join(folder, 'blocked');
    await mkdir(within);
    await writeFile(join(within, fileName(RUN.experiment)), '');
    const file = new EventFile(within, RUN.experiment);
    file.begin(undefined);
    expect(await file.end(RUN)).toMatch(/^what TensorBoard shows of it could not be written: /);
  });
});

describe('writeMissing', () => {
  it('writes what is not there or was cut short, and leaves the rest', async () => {
    const within = join(folder, 'missing');
    await writeMissing(within, [RUN]);
    const [[name = '', content] = []] = await filesOf(within);
    await writeMissing(within, [finishedRun(0.1)]);
    expect(await filesOf(within)).toEqual([[name, content]]);
    await truncate(join(within, fileName(RUN.experiment), name), (content?.length ?? 0) - 13);
    await writeMissing(within, [RUN]);
    const [[, whole] = [], ...more] = await filesOf(within);
    expect(more).toEqual([]);
    expect(whole).toHaveLength(content?.length ?? 0);
  });
});
