import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../results/runFile.ts';
import { SYNTHETIC } from '../../spec/dataSets.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { divergedRun, finishedRun } from '../../testing/madeUpRuns.ts';
import { Board } from './board.ts';
import { runKey } from './names.ts';
import { planOf } from './plan.ts';
import { describeJudgement, summarize, verdictSentences } from './summary.ts';

const GN = { ...DEFAULT_EXPERIMENT, images: 300, epochs: 1, momentum: 0, engine: 'wasm' } as const;
const BN = { ...GN, norm: 'batch', weights: 'plain' } as const;
const plan = planOf([BN, GN], { setting: 'batch', values: [2, 64] }, [1, 2, 3]);

const finished = (accuracy: number, settings: Experiment) => finishedRun(accuracy, settings);

function board(): Board {
  const there = [
    finished(0.6, { ...BN, seed: 1 }),
    divergedRun({ ...BN, seed: 2 }),
    finished(0.7, { ...BN, seed: 3 }),
    ...[1, 2, 3].map((seed) => finished(0.8 + seed / 100, { ...GN, seed })),
    // Of another sweep into the same folder.
    finished(0.9, { ...GN, seed: 4 }),
  ];
  return new Board(plan, new Map(there.map((run) => [runKey(run.experiment), run])));
}

const progress = {
  phase: { kind: 'training' },
  step: 5,
  totalSteps: 10,
  epoch: 1,
  images: 123,
  totalImages: 300,
  imagesPerSecond: 100,
  secondsLeft: 2,
} as const;

describe('Board', () => {
  it('shows means, counts, divergence, and what is under way', () => {
    const cells = board();
    expect(cells.total).toBe(12);
    expect(cells.waiting.map(({ norm, batch, seed }) => `${norm} ${batch} ${seed}`)).toEqual([
      ...['batch 64 1', 'group 64 1', 'batch 64 2', 'group 64 2', 'batch 64 3', 'group 64 3'],
    ]);
    const [first, second, third] = cells.waiting;
    cells.begin(first as Experiment);
    cells.begin(second as Experiment);
    cells.progress(second as Experiment, progress);
    cells.fail(third as Experiment, 'its process ended');
    expect(cells.table().map((line) => line.replace(/ {2,}/g, ' | '))).toEqual([
      ' | batch 2 | batch 64',
      'BN | 65.0 ± 7.1 % 1 diverged n=2 | – 0/3 1 failed ▸ starts',
      'GN(32)+WS | 82.0 ± 1.0 % n=3 | – 0/3 ▸ 41 %',
    ]);
    cells.finish(finished(0.9, second as Experiment));
    cells.drop(first as Experiment);
    expect(cells.table().at(-1)).toContain('90.0 % 1/3');
    expect(cells.waiting).toHaveLength(4);
  });
});

describe('summarize', () => {
  it('has a cell in numbers', () => {
    const { cells, format, verdicts, workforce } = summarize(
      board(),
      { engine: 'wasm', processes: 2, threads: 1 },
      7,
      new Date(0),
    );
    expect(format).toBe('norm-playground/sweep/1');
    expect(workforce).toMatchObject({ processes: 2, threads: 1 });
    expect(cells).toHaveLength(4);
    expect(cells[0]).toMatchObject({
      name: 'BN',
      batch: 2,
      n: 2,
      accuracies: [0.6, 0.7],
      seeds: [1, 3],
      diverged: 1,
      seconds: [2.5, 2.5, 2.5],
    });
    expect(cells[0]?.mean).toBeCloseTo(0.65, 12);
    expect(cells[0]?.std).toBeCloseTo(0.0707107, 6);
    expect(cells[1]).toMatchObject({ batch: 64, n: 0, mean: null, std: null, seconds: [] });
    expect(verdicts).toEqual([
      'Batch 2: GN(32)+WS 82.0 ± 1.0 %, BN 65.0 ± 7.1 %: 17.0 points apart, 3 and 2 seeds.',
      'Batch 2: Not enough seeds for a verdict: run 1 more of BN.',
      'Batch 2: 1 of 3 BN seeds diverged and is not counted.',
    ]);
  });

  it('judges each data set by itself, and says which was not asked for', () => {
    const sentencesOf = (rows: readonly Experiment[], runs: readonly RunResult[]) => {
      const apart = planOf(rows, { setting: 'batch', values: [2] }, [1, 2, 3]);
      return verdictSentences(new Board(apart, new Map(runs.map((run) => [runKey(run.experiment), run]))));
    };
    const seeds = (accuracy: number, of: Experiment) =>
      [1, 2, 3].map((seed) => finished(accuracy + seed / 100, { ...of, batch: 2, seed }));
    const [drawnBN, drawnGN] = [BN, GN].map((of) => ({ ...of, data: 'synthetic' })) as [
      Experiment,
      Experiment,
    ];
    const all = [
      ...[...seeds(0.6, BN), ...seeds(0.8, GN)],
      ...[...seeds(0.9, drawnBN), ...seeds(0.9, drawnGN)],
    ];
    expect(sentencesOf([BN, GN, drawnBN, drawnGN], all)).toEqual([
      'On Fashion-MNIST: GN(32)+WS beats BN by 20.0 points at batch 2 (95 % interval 17.7 to 22.3, 3 seeds each).',
      'On Synthetic: No difference seen between BN and GN(32)+WS at batch 2 (difference 0.0 points, 95 % interval −2.3 to 2.3, 3 seeds each).',
      'Runs on different data are not held against each other.',
    ]);
    const fellBack = seeds(0.7, drawnGN).map((run) => ({
      ...run,
      data: { spec: SYNTHETIC, why: 'no images' },
    }));
    expect(sentencesOf([drawnBN, drawnGN], [...seeds(0.9, drawnBN), ...fellBack])).toEqual([
      'On Synthetic: BN beats GN(32)+WS by 20.0 points at batch 2 (95 % interval 17.7 to 22.3, 3 seeds each).',
    ]);
  });

  it('holds batch sizes against each other where there is one method', () => {
    const alone = planOf([GN], { setting: 'batch', values: [2, 64] }, [1, 2, 3]);
    const runs = [2, 64].flatMap((batch) =>
      [1, 2, 3].map((seed) => finished(0.8 + seed / 100 + batch / 1000, { ...GN, batch, seed })),
    );
    const sentences = verdictSentences(
      new Board(alone, new Map(runs.map((run) => [runKey(run.experiment), run]))),
    );
    expect(sentences).toEqual([
      'Batch 64 beats batch 2 by 6.2 points with GN(32)+WS (95 % interval 3.9 to 8.5, 3 seeds each).',
    ]);
  });
});

describe('with another setting as columns', () => {
  const LN = { ...GN, norm: 'layer', weights: 'plain' } as const;
  const of = (plan: ReturnType<typeof planOf>, runs: readonly RunResult[]) =>
    new Board(plan, new Map(runs.map((run) => [runKey(run.experiment), run])));

  it('says of each verdict where it holds', () => {
    const rates = planOf([GN, LN], { setting: 'lr', values: [0.001, 0.01] }, [1, 2, 3]);
    const runs = [1, 2, 3].flatMap((seed) => [
      ...[0.001, 0.01].flatMap((lr, i) => [
        finished(0.8 - 0.1 * i + seed / 1000, { ...GN, lr, seed }),
        finished(0.7 + 0.1 * i + seed / 1000, { ...LN, lr, seed }),
      ]),
    ]);
    expect(verdictSentences(of(rates, runs)).map((sentence) => sentence.slice(0, 50))).toEqual([
      'Learning rate 0.001: GN(32)+WS beats LN by 10.00 p',
      'Learning rate 0.01: LN beats GN(32)+WS by 10.00 po',
    ]);
  });

  it('names the machines that trained, not the one that asked them to', () => {
    const runs = ['a', 'b', 'a'].map((machine, i) => ({ ...finished(0.8, { ...GN, seed: i + 1 }), machine }));
    const trained = of(planOf([GN], { setting: 'batch', values: [2] }, [1, 2, 3]), runs);
    expect(summarize(trained, undefined, 1)).toMatchObject({ machines: ['a', 'b'] });
  });

  it('holds nothing against another while a learning rate is searched', () => {
    const searching = planOf([GN, LN], { setting: 'batch', values: [2] }, [1, 2, 3], [0.001, 0.01]);
    const trials = [GN, LN].map((method) => finished(0.8, { ...method, batch: 2, lr: 0.001 }));
    const half = of(searching, trials);
    expect(half.table().filter((line) => line.includes('learning rate 1/2'))).toHaveLength(2);
    expect(describeJudgement(half)).toEqual(['']);
    expect(summarize(half, undefined, 1).cells.map(({ n, mean }) => [n, mean])).toEqual([
      [0, null],
      [0, null],
    ]);
  });
});
