import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SYNTHETIC } from '../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { sampleCheckpoint, sampleRun } from '../testing/sampleRuns.ts';
import type { CurvePoint } from '../training/events.ts';
import { checkpointRowOf, ownerOf, readCheckpoint, readPageRow, readRunRow, runRowOf } from './records.ts';

const count = fc.nat();
const points: fc.Arbitrary<CurvePoint[]> = fc.array(
  fc.record({ images: count, step: count, ms: fc.double(), loss: fc.double(), acc: fc.double() }),
);
const row = (part: Parameters<typeof sampleRun>[1]) =>
  runRowOf({ owner: 'page', touchedMs: 1, removed: false, kept: undefined, run: sampleRun('a', part) });

/** A record as JSON, with typed arrays in place of the lists under these names, and a map of them for parameters. */
const fixture = (name: string, columns: readonly string[]): unknown =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8'), (key, value) => {
    if (key === 'parameters') {
      const entries = Object.entries<number[]>(value);
      return new Map(entries.map(([name, values]) => [name, Float32Array.from(values)]));
    }
    return columns.includes(key) && Array.isArray(value) ? Float64Array.from(value) : value;
  });

describe('records', () => {
  it('come back as they were, whatever the curve', () => {
    fc.assert(
      fc.property(points, fc.string(), (curve, notes) => {
        const written = row({ points: curve, notes });
        expect(readRunRow(structuredClone(written))?.run).toEqual(sampleRun('a', { points: curve, notes }));
        const checkpoint = { ...sampleCheckpoint(2), points: curve };
        expect(readCheckpoint(structuredClone(checkpointRowOf(checkpoint)))).toEqual(checkpoint);
      }),
    );
  });

  it('keep every outcome, the loss of a network that diverged included', () => {
    const outcomes = [
      { kind: 'finished', test: { loss: Number.NaN, acc: 0.1 }, weightsSha256: 'ab12' },
      { kind: 'finished', test: { loss: Number.POSITIVE_INFINITY, acc: 0.1 } },
      {
        kind: 'finished',
        test: { loss: 3.5, acc: 0.2 },
        recalibrated: { test: { loss: 0.5, acc: 0.8 }, images: 1000 },
        retested: { test: { loss: 0.4, acc: 0.85 }, images: 1000 },
      },
      { kind: 'diverged', step: 412, message: 'diverged at step 412' },
      { kind: 'stopped' },
      { kind: 'interrupted' },
      { kind: 'failed', message: 'no engine' },
    ] as const;
    for (const outcome of outcomes) expect(readRunRow(row({ outcome }))?.run.outcome).toEqual(outcome);
  });

  it('keep a fork, with its parent', () => {
    const fork = { parent: 'BN', experiment: { ...DEFAULT_EXPERIMENT, batch: 8 }, step: 3, images: 24 };
    expect(readRunRow(row({ fork }))?.run.fork).toEqual(fork);
    const later = { ...fork, initialShare: 0.25 };
    expect(readRunRow(row({ fork: later }))?.run.fork).toEqual(later);
    const checkpoint = { ...sampleCheckpoint(2), inherited: { step: 3, initialShare: 0.25 } };
    expect(readCheckpoint(structuredClone(checkpointRowOf(checkpoint)))).toEqual(checkpoint);
  });

  it('of the first version are still read, with the defaults of settings that came later', () => {
    const url = new URL('./fixtures/run-v1.json', import.meta.url);
    const read = readRunRow(JSON.parse(readFileSync(url, 'utf8')));
    expect(read?.kept).toEqual({ step: 2, images: 4 });
    expect(read?.run.experiment).toEqual({ ...DEFAULT_EXPERIMENT, norm: 'batch', weights: 'plain' });
    expect(read?.run.points).toEqual([
      { images: 2, step: 1, ms: 7.5, loss: 2.3125, acc: 0 },
      { images: 4, step: 2, ms: 12, loss: 2.25, acc: 0.5 },
      { images: 6, step: 3, ms: 16.5, loss: 2.125, acc: 0.5 },
    ]);
    expect(read?.run.history[0]?.val_acc).toBe(0.25);
    expect(read?.run.outcome).toEqual({ kind: 'interrupted' });
  });

  it('of the first version keep their weights', () => {
    const checkpoint = sampleCheckpoint(3);
    const record = { version: 1, checkpoint: { ...checkpoint, data: 'synthetic' } };
    expect(readCheckpoint(structuredClone(record))).toEqual(checkpoint);
  });

  it('of the second version are still read, with the data that was really used', () => {
    const read = readRunRow(fixture('run-v2.json', ['images', 'step', 'ms', 'loss', 'acc']));
    expect(read?.kept).toEqual({ step: 3, images: 6 });
    expect(read?.run).toMatchObject({
      experiment: { norm: 'batch', batch: 50, data: 'fashion-mnist', seed: 5 },
      fork: {
        parent: 'BN · seed 5',
        experiment: { batch: 25, data: 'fashion-mnist' },
        initialShare: 0.980001,
      },
      outcome: { kind: 'finished', recalibrated: { test: { loss: 0.375, acc: 0.8549 }, images: 100 } },
      data: {
        spec: SYNTHETIC,
        why: 'data/manifest.json could not be loaded: the server answered 404 (no such file).',
      },
      points: [1, 2, 3].map((step) => ({ images: 2 * step, step, ms: 7.5 * step, loss: 2.3 / step })),
    });
  });

  it('of the second version keep their weights, and the data that they were trained on', () => {
    const record = fixture('checkpoint-v2.json', ['images', 'step', 'ms', 'loss', 'acc']);
    expect(readCheckpoint(record)).toEqual({
      ...sampleCheckpoint(3, 0.5),
      inherited: { step: 2, initialShare: 0.980001 },
    });
  });

  it('are not read if they are damaged, of a newer version, or say what this page does not know', () => {
    const good = row({});
    expect(readRunRow(good)).toBeDefined();
    const bad: unknown[] = [
      { ...good, version: good.version + 1 },
      { ...good, version: undefined },
      { ...good, owner: 7 },
      { ...good, run: { ...good.run, experiment: { ...DEFAULT_EXPERIMENT, norm: 'tomorrow' } } },
      { ...good, run: { ...good.run, experiment: { ...DEFAULT_EXPERIMENT, batch: -1 } } },
      { ...good, run: { ...good.run, outcome: { kind: 'vanished' } } },
      { ...good, run: { ...good.run, points: 'none' } },
      { ...good, run: { ...good.run, points: { ...good.run.points, acc: new Float64Array(1) } } },
    ];
    for (const record of bad) expect(readRunRow(record)).toBeUndefined();
    expect(ownerOf(bad[0])).toBe('page');
    expect(ownerOf(bad[2])).toBeUndefined();
  });

  it('never throw, whatever lies in the database', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        expect(readRunRow(anything)).toBeUndefined();
        expect(readPageRow(anything)).toBeUndefined();
        expect(readCheckpoint(anything)).toBeUndefined();
        ownerOf(anything);
      }),
    );
  });
});
