import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { type Checkpoint, NO_SUMS, type TrainingEvent } from '../../training/events.ts';
import { Library } from '../../worker/library.ts';
import { openEngine } from '../engines.ts';
import { DATA_FOLDER, fetchFile } from '../files.ts';
import { trainOne } from '../trainOne.ts';
import { CheckpointFile } from './checkpoints.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'norm-playground-'));
});
afterEach(() => rm(folder, { recursive: true }));

const checkpoint: Checkpoint = {
  step: 3,
  history: [],
  points: [{ images: 6, step: 3, ms: 1, loss: Number.NaN, acc: 0.5 }],
  epochSums: NO_SUMS,
  windowSums: NO_SUMS,
  trainedMs: 1,
  parameters: new Map([['dense.kernel', new Float32Array([1, -0, Number.NaN])]]),
};

describe('CheckpointFile', () => {
  it('has what was written, and is gone when it is removed', async () => {
    const file = new CheckpointFile(join(folder, 'checkpoints', 'a.bin'), 'a seed 1');
    expect(await file.read()).toBeUndefined();
    await file.write({ checkpoint, seconds: 2 });
    expect(await file.read()).toEqual({ checkpoint, seconds: 2 });
    expect(await readdir(join(folder, 'checkpoints'))).toEqual(['a.bin']);
    await file.remove();
    await file.remove();
    expect(await file.read()).toBeUndefined();
  });

  it('is as good as missing where it is cut, of something else, or of another run', async () => {
    const file = new CheckpointFile(join(folder, 'a.bin'), 'a seed 1');
    await file.write({ checkpoint, seconds: 2 });
    const bytes = await readFile(file.path);
    for (const bad of [bytes.subarray(0, bytes.length / 2), new Uint8Array(), Buffer.from('{}')]) {
      await writeFile(file.path, bad);
      expect(await file.read()).toBeUndefined();
    }
    await writeFile(file.path, bytes);
    const other = new CheckpointFile(join(folder, 'b.bin'), 'b seed 1');
    await rename(file.path, other.path);
    expect(await other.read()).toBeUndefined();
  });
});

describe('a run cut short', () => {
  it('goes on from its file to the same curve and weights, and counts its time', async () => {
    const experiment = { ...DEFAULT_EXPERIMENT, network: 'mlp', data: 'synthetic', images: 200, batch: 10 };
    const library = new Library({ baseUrl: DATA_FOLDER, fetch: fetchFile });
    const bench = { ...(await openEngine('wasm', 1)), library };
    const file = new CheckpointFile(join(folder, 'a.bin'), 'a');
    let writing = Promise.resolve();
    let heard = false;
    const onEvent = (event: TrainingEvent): void => {
      heard ||= event.kind === 'epoch';
      if (event.kind !== 'checkpoint') return;
      // On a slow machine there is one before that of the end.
      writing = writing.then(() => file.write({ checkpoint: event.checkpoint, seconds: 1000 }));
    };
    const stopped = await trainOne(experiment, bench, { interrupted: () => heard, onEvent });
    expect(stopped.outcome.kind).toBe('stopped');
    await writing;
    const from = await file.read();
    expect(from?.checkpoint.history).toHaveLength(1);
    const alone = { interrupted: () => false, onEvent: () => undefined };
    const resumed = await trainOne(experiment, bench, alone, from);
    const whole = await trainOne(experiment, bench, alone);
    bench.engine.dispose();
    expect(resumed.weightsSha256).toBe(whole.weightsSha256);
    expect(resumed.history).toEqual(whole.history);
    const curve = (run: typeof whole) => run.points.map(({ step, loss, acc }) => [step, loss, acc]);
    expect(curve(resumed)).toEqual(curve(whole));
    expect(resumed.seconds).toBeGreaterThan(1000);
  }, 60_000);
});
