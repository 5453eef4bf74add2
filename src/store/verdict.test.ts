import { describe, expect, it } from 'vitest';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { BATCH_2 } from '../spec/presets.ts';
import { comparedRuns, hasVerdict } from './comparedRuns.ts';
import { newRun, type RunRecord } from './run.ts';
import { INITIAL_STATE, type PageState } from './state.ts';
import { verdictOfPage } from './verdict.ts';

const BN = { norm: 'batch', weights: 'plain' } as const;
let ids = 0;
const run = (settings: Partial<Experiment>, acc?: number, part: Partial<RunRecord> = {}): RunRecord => ({
  ...newRun(`run-${++ids}`, { ...DEFAULT_EXPERIMENT, ...settings }, 0, 'a run'),
  ...(acc !== undefined && { status: { kind: 'finished', test: { loss: 1, acc } } }),
  ...part,
});
const seeds = (settings: Partial<Experiment>, ...accuracies: readonly number[]): RunRecord[] =>
  accuracies.map((acc, i) => run({ ...settings, seed: i + 1 }, acc));
const recalibrated = (run: RunRecord): RunRecord =>
  run.status.kind === 'finished' && run.experiment.norm === 'batch' && run.experiment.batch > 2
    ? { ...run, status: { ...run.status, recalibrated: { test: { loss: 1, acc: 0.8 }, images: 1000 } } }
    : run;
/** GN+WS against BN at batch 2 in the form; the study's cells in the table. */
const state = (runs: readonly RunRecord[], part: Partial<PageState> = {}): PageState => ({
  ...INITIAL_STATE,
  comparison: BATCH_2.comparison,
  runs,
  ...part,
});

describe('comparedRuns', () => {
  it('are those of the form that ended, hidden ones and others’ too', () => {
    const runs = [
      run({}, 0.8, { visible: false, origin: 'file' }),
      run({ ...BN, seed: 7 }, 0.7),
      run({ ...BN, seed: 8 }),
      run({ ...BN, seed: 9 }, undefined, { status: { kind: 'stopped' } }),
      run({ ...BN, batch: 64 }, 0.9),
    ];
    expect(comparedRuns(state(runs))).toEqual(runs.slice(0, 2));
  });

  it('are those of the form and of the batch sizes that the table has whole, whichever tab is open', () => {
    const runs = [run({ batch: 64 }, 0.9), run({}, 0.8), run(BN, 0.6), run({ ...BN, batch: 64 }, 0.9)];
    for (const tab of ['runs', 'matrix', 'inside', 'predictions', 'learn'] as const) {
      expect(comparedRuns(state(runs, { tab }))).toEqual(runs);
      expect(comparedRuns(state(runs.slice(0, 3), { tab }))).toEqual(runs.slice(1, 3));
    }
  });

  it('are those of the table where the form has nothing to compare', () => {
    const runs = [run({ batch: 64 }, 0.9), run({ ...BN, batch: 128 }, 0.9), run({ ...BN, lr: 0.1 }, 0.5)];
    expect(comparedRuns(state(runs))).toEqual(runs.slice(0, 2));
  });

  it('are those shown where neither form nor table has any, so that what a file brought is judged', () => {
    const imported = [run({ lr: 0.1 }, 0.8, { origin: 'file' }), run({ ...BN, lr: 0.1 }, 0.5)];
    expect(comparedRuns(state(imported))).toEqual(imported);
    const hidden = run({ lr: 0.2 }, 0.8, { visible: false });
    expect(comparedRuns(state([...imported, hidden]))).toEqual(imported);
  });

  it('count what came from elsewhere beside the form’s, while it is shown', () => {
    const own = [run({}, 0.8), run(BN, 0.6)];
    const imported = run({ norm: 'layer', weights: 'plain' }, 0.7, { origin: 'file' });
    expect(comparedRuns(state([...own, imported]))).toEqual([...own, imported]);
    expect(comparedRuns(state([...own, { ...imported, visible: false }]))).toEqual(own);
  });

  it('count forks as kinds of their own, while they are shown', () => {
    const fork = { parent: 'a', experiment: DEFAULT_EXPERIMENT, step: 9, images: 18 };
    const runs = [run({}, 0.8), run({ seed: 1 }, 0.9, { fork })];
    expect(hasVerdict(state(runs))).toBe(true);
    expect(hasVerdict(state([runs[0] as RunRecord, run({}, 0.9, { fork, visible: false })]))).toBe(false);
  });
});

describe('verdictOfPage', () => {
  it('is none while there is one kind of run, or no result', () => {
    expect(verdictOfPage(state(seeds({}, 0.8, 0.82)))).toBeUndefined();
    expect(verdictOfPage(state([run({}), run(BN)]))).toBeUndefined();
  });

  it('never claims from one seed: it says the scores and what to run', () => {
    const verdict = verdictOfPage(state([run({}, 0.86), run(BN, 0.65)]));
    expect(verdict?.headlines).toEqual([
      'GN(32)+WS 86.0 %, BN 65.0 %: 21.0 points apart, one seed each.',
      'Not enough seeds for a verdict: run 2 more of each.',
    ]);
    expect(verdict?.details).toEqual([]);
    expect(verdict?.missingSeeds).toBe(2);
    expect(verdict?.further.map(({ norm, seed }) => `${norm} ${seed}`)).toEqual([
      ...['group 2', 'group 3', 'batch 2', 'batch 3'],
    ]);
  });

  it('adds seeds only where they are missing', () => {
    const verdict = verdictOfPage(state([...seeds({}, 0.86, 0.87, 0.88), ...seeds(BN, 0.6, 0.7)]));
    expect(verdict?.missingSeeds).toBe(1);
    expect(verdict?.further.map(({ norm, seed }) => [norm, seed])).toEqual([['batch', 3]]);
  });

  it('says which is better by Welch’s interval, and offers more seeds of both', () => {
    const verdict = verdictOfPage(state([...seeds({}, 0.86, 0.87, 0.88), ...seeds(BN, 0.64, 0.65, 0.66)]));
    // scipy.stats.ttest_ind(…, equal_var=False).confidence_interval(): 0.19733 … 0.24267
    expect(verdict?.headlines).toEqual([
      'GN(32)+WS beats BN by 22.0 points at batch 2 (95 % interval 19.7 to 24.3, 3 seeds each).',
    ]);
    expect(verdict?.missingSeeds).toBe(0);
    expect(verdict?.further.map(({ seed }) => seed)).toEqual([4, 5, 6, 4, 5, 6]);
  });

  it('judges each batch size of a table by itself', () => {
    const runs = [2, 64].flatMap((batch) => [
      ...seeds({ batch }, 0.86, 0.87, 0.88),
      ...seeds({ ...BN, batch }, 0.64, 0.65, 0.66).map(recalibrated),
    ]);
    const headlines = verdictOfPage(state(runs))?.headlines;
    expect(headlines?.map((sentence) => sentence.match(/at batch \d+/)?.[0])).toEqual([
      'at batch 2',
      'at batch 64',
    ]);
  });

  it('is given for imported runs whose experiments are not in the form', () => {
    const elsewhere = { lr: 0.01, images: 500 } as const;
    const runs = [...seeds(elsewhere, 0.86, 0.87, 0.88), ...seeds({ ...elsewhere, ...BN }, 0.64, 0.65, 0.66)];
    const imported = runs.map((one): RunRecord => ({ ...one, origin: 'file' }));
    expect(verdictOfPage(state(imported))?.headlines).toEqual([
      'GN(32)+WS beats BN by 22.0 points at batch 2 (95 % interval 19.7 to 24.3, 3 seeds each).',
    ]);
  });

  it('never judges by statistics that had not settled', () => {
    const runs = [...seeds({ batch: 64 }, 0.86, 0.87, 0.88), ...seeds({ ...BN, batch: 64 }, 0.2, 0.21, 0.22)];
    const old = verdictOfPage(state(runs));
    expect(old?.headlines.join(' ')).not.toMatch(/beats|difference/);
    expect(old?.details.join(' ')).toContain('3 seeds of BN not judged');
    const anew = verdictOfPage(state(runs.map(recalibrated)));
    expect(anew?.headlines.join(' ')).toMatch(/GN\(32\)\+WS beats BN \(recalibrated\) by 7\.0 points/);
    expect(anew?.details.join(' ')).toContain('80.0 ± 0.0 % (raw 21.0 ± 1.0 %)');
  });

  it('is worked out once for the same runs', () => {
    const runs = [run({}, 0.86), run(BN, 0.65)];
    expect(verdictOfPage(state(runs, { paused: true }))).toBe(verdictOfPage(state(runs)));
  });
});

it('says of each verdict where it holds, of whatever the table varies', () => {
  const matrix = {
    rows: { setting: 'method', values: [BN, { norm: 'group', weights: 'standardized' }] },
    columns: { setting: 'lr', values: [{ lr: 0.001 }, { lr: 0.01 }] },
  } as const;
  const runs = [0.001, 0.01].flatMap((lr) => [
    ...seeds({ lr }, 0.8, 0.801, 0.802),
    ...seeds({ ...BN, lr }, 0.7, 0.701, 0.702),
  ]);
  const said = verdictOfPage(state(runs, { matrix }))?.headlines.map((headline) => headline.slice(0, 41));
  expect(said).toEqual([
    'Learning rate 0.001: GN(32)+WS beats BN b',
    'Learning rate 0.01: GN(32)+WS beats BN by',
  ]);
});
