/**
 * 100,000 damaged inputs of every kind that comes from outside: nothing throws but the refusal that is meant, nothing
 * hangs, and what is accepted means what it says. MUTATION_SEED chooses other damage.
 */
import { afterAll, expect, it } from 'vitest';
import { DataUnavailable } from '../data/dataSet.ts';
import { parseManifest } from '../data/fashionMnist.ts';
import { IdxError, readIdxHeader, readIdxImages, readIdxLabels } from '../data/idx.ts';
import { readRunFile } from '../results/readRunFile.ts';
import { type RunResult, toRunFile } from '../results/runFile.ts';
import { readStudyFile } from '../results/studyFile.ts';
import { decodeFragment, encodeLink } from '../share/link.ts';
import { decodeResults, encodeResults } from '../share/results.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { DEFAULT_MATRIX } from '../spec/matrix.ts';
import { validateExperiment } from '../spec/validate.ts';
import { checkpointRowOf, readCheckpoint, readPageRow, readRunRow, runRowOf } from '../storage/records.ts';
import { divergedRun, finishedRun } from './madeUpRuns.ts';
import { Dice, damagedBytes, damagedText, damagedValue } from './mutations.ts';
import { sampleCheckpoint, sampleRun } from './sampleRuns.ts';

const SEED = Number(process.env.MUTATION_SEED ?? 1);
/** Milliseconds that reading one may take, on a busy machine: a link or file that blocks is a fault. */
const PATIENCE_MS = 2000;

const counts = { read: 0, refused: 0 };
let slowest = 0;
afterAll(() =>
  console.log(
    `damaged inputs: ${counts.read + counts.refused}, of which ${counts.read} were read; the slowest took ${slowest.toFixed(0)} ms`,
  ),
);

/** @param read returns whether it was accepted; throws on what must not be */
function campaign(n: number, seed: number, read: (dice: Dice) => boolean): void {
  const dice = new Dice(1000 * SEED + seed);
  for (let i = 0; i < n; i++) {
    const started = performance.now();
    counts[read(dice) ? 'read' : 'refused']++;
    slowest = Math.max(slowest, performance.now() - started);
  }
  expect(slowest).toBeLessThan(PATIENCE_MS);
}

const RUNS: readonly RunResult[] = [
  finishedRun(0.8),
  finishedRun(0.6, { norm: 'batch', weights: 'plain', batch: 2 }),
  divergedRun(),
];
const SETTINGS = [
  'v=1&batch=2&norm=batch&weights=plain&lr=0.01&images=1000&epochs=2&run=norm:group,weights:standardized',
  'v=1&network=conv16_res16_res32/2_gap&norm=filter-response&schedule=cosine&decay=0.01&run=norm:batch&run=batch:64',
  encodeLink([DEFAULT_EXPERIMENT, { ...DEFAULT_EXPERIMENT, batch: 7 }], DEFAULT_MATRIX, { tab: 'inside' }),
];

it('links', () => {
  campaign(40_000, 1, (dice) => {
    const link = decodeFragment(damagedText(dice.pick(SETTINGS), dice));
    if (!link) return false;
    const { comparison, matrix, problems } = link;
    for (const experiment of comparison) expect(validateExperiment({ ...experiment }).problems).toEqual([]);
    // Whatever it was read as, its own link says the same.
    const again = decodeFragment(encodeLink(comparison, matrix));
    expect(again?.comparison).toEqual(comparison);
    expect(again?.matrix).toEqual(matrix);
    return problems.length === 0;
  });
});

it('results in links', () => {
  const { text } = encodeResults(RUNS);
  const whole = decodeResults(text);
  campaign(20_000, 2, (dice) => {
    const read = decodeResults(damagedText(text, dice));
    // Sealed: damage is found, or has changed nothing.
    if (read.runs) expect(read).toEqual(whole);
    return read.runs !== undefined;
  });
});

it('run files', () => {
  const files = RUNS.map(toRunFile);
  campaign(20_000, 3, (dice) => {
    const read = readRunFile(
      damagedValue(dice.pick([...files, { format: 'norm-playground/runs/1', runs: files }]), dice),
    );
    if ('problem' in read) return false;
    for (const { experiment, history, points, outcome, name } of read.results) {
      expect(validateExperiment({ ...experiment }).problems).toEqual([]);
      for (const { acc, loss } of [...history, ...points]) {
        expect((acc >= 0 && acc <= 1) || Number.isNaN(acc)).toBe(true);
        expect(loss >= 0 || Number.isNaN(loss)).toBe(true);
      }
      for (const [i, { images }] of points.entries())
        expect(images).toBeGreaterThan(points[i - 1]?.images ?? -1);
      if (outcome.kind === 'finished') expect(outcome.test.acc >= 0 && outcome.test.acc <= 1).toBe(true);
      expect(name).not.toMatch(/[\0\n]/);
    }
    return true;
  });
});

it('records of the database', () => {
  const checkpoint = checkpointRowOf(sampleCheckpoint(2));
  const run = runRowOf({ owner: 'a', touchedMs: 1, removed: false, kept: undefined, run: sampleRun('a') });
  const page = { version: 3, owner: 'a', touchedMs: 1, fragment: 'v=1', order: ['x'] };
  campaign(10_000, 4, (dice) => {
    const kept = readCheckpoint(damagedValue(checkpoint, dice));
    if (kept) for (const values of kept.parameters.values()) expect(values).toBeInstanceOf(Float32Array);
    return [kept, readRunRow(damagedValue(run, dice)), readPageRow(damagedValue(page, dice))].some(Boolean);
  });
});

it('IDX files', () => {
  const images = new Uint8Array(16 + 3 * 28 * 28);
  images.set([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 28, 0, 0, 0, 28]);
  const labels = Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 9]);
  campaign(5000, 5, (dice) => {
    const [picture, label] = [damagedBytes(images, dice), damagedBytes(labels, dice)];
    readIdxHeader(picture);
    try {
      expect(readIdxImages('images', picture, [3, 28, 28])).toHaveLength(3 * 28 * 28);
      const read = readIdxLabels('labels', label, 3, 10);
      expect(read).toHaveLength(3);
      expect(Math.max(...read)).toBeLessThan(10);
      return true;
    } catch (error) {
      if (error instanceof IdxError) return false;
      throw error;
    }
  });
});

it('manifests and the study’s results', () => {
  const file = { file: 'x.bin', bytes: 3, sha256: 'a'.repeat(64) };
  const split = { count: 3, labels: file, shards: [{ ...file, start: 0, count: 3 }] };
  const manifest = {
    version: 1,
    name: 'fashion-mnist',
    shape: [28, 28],
    classes: [],
    splits: { train: split },
  };
  const study = {
    format: 'norm-playground/study/1',
    date: '2026-01-01T00:00:00.000Z',
    seeds: [1],
    cells: [],
  };
  campaign(5000, 6, (dice) => {
    const read = readStudyFile(damagedValue(study, dice));
    expect('file' in read || read.problem.length > 0).toBe(true);
    try {
      parseManifest(damagedValue(manifest, dice));
      return true;
    } catch (error) {
      if (error instanceof DataUnavailable) return false;
      throw error;
    }
  });
});
