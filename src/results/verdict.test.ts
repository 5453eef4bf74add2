import { describe, expect, it } from 'vitest';
import type { Experiment } from '../spec/experiment.ts';
import { divergedRun, finishedRun } from '../testing/madeUpRuns.ts';
import { nameGroups } from './groupNames.ts';
import { groupRuns } from './groups.ts';
import type { RunResult } from './runFile.ts';
import { differenceInterval } from './statistics.ts';
import { describeVerdictDetail, verdictOf, verdictsBy } from './verdict.ts';

const GN = { norm: 'group', weights: 'standardized', batch: 2 } as const;
const BN = { norm: 'batch', weights: 'plain', batch: 2 } as const;
const LN = { norm: 'layer', weights: 'plain', batch: 2 } as const;

const under = (settings: Partial<Experiment>, accuracies: readonly number[]): RunResult[] =>
  accuracies.map((accuracy, i) => finishedRun(accuracy, { ...settings, seed: i + 1 }));

const GOOD = [0.864, 0.859, 0.871, 0.866, 0.86];
const BAD = [0.651, 0.702, 0.588, 0.64, 0.674];

describe('verdictOf', () => {
  it('says by how much one beats the other, with the interval that SciPy gives', () => {
    // statistics.test.ts: 0.1604 to 0.2656.
    const groups = groupRuns([...under(BN, BAD), ...under(GN, GOOD)]);
    const verdict = verdictOf(groups);
    expect(verdict).toMatchObject({ kind: 'difference', missingSeeds: 0 });
    expect(verdict.sentences).toEqual([
      'GN(32)+WS beats BN by 21.3 points at batch 2 (95 % interval 16 to 27, 5 seeds each).',
    ]);
    expect(describeVerdictDetail(groups)).toBe(
      '86.4 ± 0.5 % against 65.1 ± 4.2 % on the 10,000 test images, 5 seeds each.',
    );
  });

  it('says when no difference is seen', () => {
    const verdict = verdictOf(groupRuns([...under(GN, [0.864, 0.859, 0.871, 0.866]), ...under(BN, GOOD)]));
    expect(verdict.kind).toBe('none');
    expect(verdict.sentences).toEqual([
      'No difference seen between GN(32)+WS and BN at batch 2 (difference 0.1 points, 95 % interval −0.7 to 0.9, 4 and 5 seeds).',
    ]);
  });

  it.each([
    [
      [0.9],
      [0.1],
      2,
      'Not enough seeds for a verdict: run 2 more of each.',
      'GN(32)+WS 90.0 %, BN 10.0 %: 80.0 points apart, one seed each.',
      '1 seed each',
    ],
    [
      [0.9, 0.9],
      [0.1, 0.1],
      1,
      'Not enough seeds for a verdict: run 1 more of each.',
      'GN(32)+WS 90.0 ± 0.0 %, BN 10.0 ± 0.0 %: 80.0 points apart, 2 seeds each.',
      '2 seeds each',
    ],
    [
      GOOD,
      [0.1],
      2,
      'Not enough seeds for a verdict: run 2 more of BN.',
      'GN(32)+WS 86.4 ± 0.5 %, BN 10.0 %: 76.4 points apart, 5 and 1 seeds.',
      '5 and 1 seeds',
    ],
    [
      [0.9],
      [0.1, 0.2],
      2,
      'Not enough seeds for a verdict: run 2 more of GN(32)+WS and 1 more of BN.',
      'GN(32)+WS 90.0 %, BN 15.0 ± 7.1 %: 75.0 points apart, 1 and 2 seeds.',
      '1 and 2 seeds',
    ],
  ])('never claims from one or two seeds: %j, %j', (a, b, missingSeeds, sentence, seen, seeds) => {
    const groups = groupRuns([...under(GN, a), ...under(BN, b)]);
    expect(verdictOf(groups)).toEqual({
      kind: 'few',
      seen,
      sentences: [sentence],
      contrasts: [],
      missingSeeds,
    });
    const detail = describeVerdictDetail(groups);
    expect(detail).toMatch(/^So far: GN\(32\)\+WS (90.0|86.4)/);
    expect(detail).toContain(`on the 10,000 test images, ${seeds}.`);
  });

  it('does not take a seed that was run three times for three', () => {
    const thrice = [0.9, 0.9, 0.9].map((accuracy) => finishedRun(accuracy, GN));
    expect(verdictOf(groupRuns([...thrice, ...under(BN, BAD)])).kind).toBe('few');
  });

  it.each([
    [
      { ...GN, batch: 64 },
      GN,
      'Batch 64 beats batch 2 by 21.3 points with GN(32)+WS (95 % interval 16 to 27, 5 seeds each).',
    ],
    [
      { ...GN, batch: 64 },
      BN,
      'GN(32)+WS at batch 64 beats BN at batch 2 by 21.3 points (95 % interval 16 to 27, 5 seeds each).',
    ],
    [
      { ...GN, groups: 4 },
      { ...GN, groups: 16 },
      'GN(4)+WS beats GN(16)+WS by 21.3 points at batch 2 (95 % interval 16 to 27, 5 seeds each).',
    ],
    [
      { ...GN, lr: 0.01 },
      { ...GN, optimizer: 'sgd' },
      'Adam, learning rate 0.01 beats SGD, learning rate 0.001 by 21.3 points with GN(32)+WS at batch 2 (95 % interval 16 to 27, 5 seeds each).',
    ],
    [
      { ...GN, dropout: 'off' },
      BN,
      'GN(32)+WS, dropout off beats BN, dropout on by 21.3 points at batch 2 (95 % interval 16 to 27, 5 seeds each).',
    ],
    [
      { ...GN, momentum: 0.9 },
      BN,
      'GN(32)+WS beats BN, BN momentum 0 by 21.3 points at batch 2 (95 % interval 16 to 27, 5 seeds each).',
    ],
  ] as const)('names what differs and says once what is shared (%#)', (better, other, sentence) => {
    expect(verdictOf(groupRuns([...under(other, BAD), ...under(better, GOOD)])).sentences).toEqual([
      sentence,
    ]);
  });

  it('names forks', () => {
    const fork = { parent: 'GN', experiment: finishedRun(0).experiment, step: 1200, images: 2400 };
    const forked = GOOD.map((accuracy, i) => finishedRun(accuracy, { ...GN, seed: i + 1 }, { fork }));
    expect(verdictOf(groupRuns([...under(GN, BAD), ...forked])).sentences[0]).toMatch(
      /^Forked at step 1,200 beats not forked by 21.3 points with GN\(32\)\+WS at batch 2 /,
    );
  });

  it('names forks that go on alike by what their parents differ in, beside one that is no fork', () => {
    const parents = [0.01, 0.001].map((lr) => finishedRun(0, { lr }).experiment);
    const forked = parents.map((experiment) =>
      finishedRun(0.5, { lr: 0.0001 }, { fork: { parent: 'GN', experiment, step: 100, images: 200 } }),
    );
    const { names } = nameGroups(groupRuns([...forked, finishedRun(0.5, { lr: 0.01 })]));
    expect(names).toEqual([
      'learning rate 0.0001, forked at step 100 from learning rate 0.01',
      'learning rate 0.0001, forked at step 100 from learning rate 0.001',
      'learning rate 0.01, not forked',
    ]);
  });

  it('counts what diverged, and does not ask for more seeds of what always does', () => {
    const some = [
      ...under(BN, BAD.slice(0, 3)),
      divergedRun({ ...BN, seed: 4 }),
      divergedRun({ ...BN, seed: 5 }),
    ];
    expect(verdictOf(groupRuns([...under(GN, GOOD), ...some])).sentences.at(-1)).toBe(
      '2 of 5 BN seeds diverged and are not counted.',
    );
    const unsettled = [
      ...under({ ...BN, momentum: 0.99 }, BAD.slice(0, 2)),
      divergedRun({ ...BN, momentum: 0.99, seed: 3 }),
    ];
    expect(verdictOf(groupRuns([...under(GN, GOOD), ...unsettled])).sentences).toEqual([
      'Not enough seeds for a verdict: run 3 more of BN, BN momentum 0.99.',
      expect.stringMatching(/^2 seeds of BN, BN momentum 0\.99 not judged /),
      '1 of 3 BN, BN momentum 0.99 seeds diverged and is not counted.',
    ]);
    const all = [1, 2, 3].map((seed) => divergedRun({ ...BN, seed }));
    expect(verdictOf(groupRuns([...under(GN, GOOD), ...all]))).toEqual({
      kind: 'few',
      seen: '',
      sentences: [
        'No verdict: what diverges has no test accuracy to compare.',
        'BN diverged under all 3 seeds.',
      ],
      contrasts: [],
      missingSeeds: 0,
    });
  });

  it('holds the best of several against each other one, the furthest first, corrected for all pairs', () => {
    const verdict = verdictOf(
      groupRuns([...under(BN, BAD), ...under(GN, GOOD), ...under(LN, [0.86, 0.87, 0.85])]),
    );
    expect(verdict.kind).toBe('difference');
    expect(verdict.sentences).toEqual([
      // SciPy at 1 − 0.05 / 3: 0.1384 to 0.2876.
      'GN(32)+WS beats BN by 21.3 points at batch 2 (simultaneous 95 % interval 14 to 29, 5 seeds each).',
      'No difference seen between GN(32)+WS and LN at batch 2 (difference 0.4 points, simultaneous 95 % interval −3 to 4, 5 and 3 seeds).',
    ]);
    expect(verdict.contrasts[0]?.interval).toEqual(differenceInterval(GOOD, BAD, 1 - 0.05 / 3));
  });

  it('tells four comparisons, counts the others, and names groups with too few seeds', () => {
    const methods = (['layer', 'instance', 'rms', 'none', 'batch', 'group'] as const).flatMap((norm, i) =>
      under({ ...BN, norm }, [0.5 - i / 20, 0.51 - i / 20, 0.52 - i / 20]),
    );
    const verdict = verdictOf(groupRuns([...methods, ...under(GN, [0.9])]));
    expect(verdict.sentences).toHaveLength(6);
    expect(verdict.sentences.slice(4)).toEqual([
      'Of 1 more comparison with the best, none shows a difference.',
      'Not compared, for want of seeds: GN(32)+WS (run 2 more).',
    ]);
    expect(verdict.missingSeeds).toBe(2);
  });

  it('says so where there is no spread at all', () => {
    const flat = (settings: Partial<Experiment>, accuracy: number) =>
      under(settings, [accuracy, accuracy, accuracy]);
    expect(verdictOf(groupRuns([...flat(GN, 0.9), ...flat(BN, 0.1)])).sentences).toEqual([
      'GN(32)+WS beats BN by 80.0 points at batch 2 (without any spread, 3 seeds each).',
    ]);
    expect(verdictOf(groupRuns([...flat(GN, 0.1), ...flat(BN, 0.1)]))).toMatchObject({
      kind: 'none',
      sentences: [
        'No difference seen between GN(32)+WS and BN at batch 2 (difference 0.0 points, without any spread, 3 seeds each).',
      ],
    });
  });

  it('never rounds a bound to zero', () => {
    const a = [0.9, 0.86, 0.94];
    // Moved until Welch's interval begins 0.02 points above zero.
    const low = differenceInterval(a, [0.6, 0.63, 0.57])?.low ?? 0;
    const b = [0.6, 0.63, 0.57].map((accuracy) => accuracy + low - 0.0002);
    expect(verdictOf(groupRuns([...under(GN, a), ...under(BN, b)])).sentences[0]).toMatch(
      /^GN\(32\)\+WS beats BN by \d\.\d\d points at batch 2 \(95 % interval 0\.02 to 16\.\d\d, 3 seeds each\)\.$/,
    );
  });

  it('has words for nothing and for one group', () => {
    expect(verdictOf([])).toMatchObject({
      kind: 'few',
      sentences: ['Nothing has been trained to the end yet.'],
    });
    expect(verdictOf(groupRuns(under(GN, GOOD))).sentences).toEqual([
      'No verdict: there is nothing to hold these runs against.',
    ]);
    expect(describeVerdictDetail([])).toBe('');
    expect(describeVerdictDetail(groupRuns(under(GN, GOOD)))).toBe(
      'GN(32)+WS 86.4 ± 0.5 % on the 10,000 test images, 5 seeds.',
    );
  });
});

describe('verdictsBy', () => {
  it('holds method against method at each batch size', () => {
    const both = (batch: number) => [...under({ ...GN, batch }, GOOD), ...under({ ...BN, batch }, BAD)];
    const verdicts = verdictsBy(
      groupRuns([...both(64), ...both(2), ...under({ ...GN, batch: 8 }, GOOD)]),
      'batch',
    );
    expect(verdicts.map(({ at }) => at)).toEqual(['batch 2', 'batch 64']);
    expect(verdicts[1]?.verdict.sentences[0]).toContain('by 21.3 points at batch 64 (');
  });
});
