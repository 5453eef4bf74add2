import { expect, it } from 'vitest';
import { resolveNorm } from '../../../../network/build.ts';
import type { NormLayer } from '../../../../network/layers.ts';
import type { Norm } from '../../../../spec/experiment.ts';
import { normNamed } from '../../../../spec/norms/norms.ts';
import { arraysExplained, drawnArrays } from './trainedArrays.ts';

const SHAPE = [4, 4, 2];

/** A run whose arrays hold `initial + step / 10` after one and two steps. */
function seriesOf(norm: Norm, zeroGamma = false) {
  const resolved = resolveNorm(norm, 2, SHAPE);
  if (!resolved) throw new Error('no norm');
  const layer: NormLayer = {
    ...{ kind: 'norm', name: 'norm1', norm: resolved, zeroGamma },
    ...{ reads: ['conv1'], input: SHAPE, output: SHAPE },
  };
  const arraysAt = (step: number) =>
    (normNamed(norm)?.parameters ?? []).map(({ name, each, initial }) => ({
      name,
      values: new Float32Array(each === 'channel' ? 2 : 1).fill(initial + step / 10),
    }));
  const snapshots = [1, 2].map((step) => ({ images: 8 * step, layer: { arrays: arraysAt(step) } }));
  const look = { name: norm, colour: 'red', dash: '', mark: 'circle' } as const;
  return { look, block: { norm: layer }, snapshots, latest: { arrays: arraysAt(2) } };
}

const figuresOf = (...series: ReturnType<typeof seriesOf>[]) =>
  drawnArrays(series).map(({ label, each, starts, runs }) => [
    ...[label, each, starts],
    runs.map(({ look }) => look.name),
  ]);

it('draws what every norm has, in one figure where two runs have the same', () => {
  expect(figuresOf(seriesOf('batch-channel'), seriesOf('filter-response'))).toEqual([
    ['gamma', 'channel', [1], ['batch-channel', 'filter-response']],
    ['beta', 'channel', [0], ['batch-channel', 'filter-response']],
    ['channel gamma', 'channel', [1], ['batch-channel']],
    ['channel beta', 'channel', [0], ['batch-channel']],
    ['threshold', 'channel', [0], ['filter-response']],
  ]);
});

it('follows what a layer has one of over the training', () => {
  const alpha = drawnArrays([seriesOf('dynamic-tanh')]).find(({ name }) => name === 'alpha');
  expect(alpha?.starts).toEqual([0.5]);
  const [first, second] = alpha?.runs[0]?.course ?? [];
  expect([first?.images, second?.images]).toEqual([8, 16]);
  expect(first?.size).toBeCloseTo(0.6, 6);
  expect(second?.size).toBeCloseTo(0.7, 6);
});

it('begins a gamma at 0 where zero gamma has it, of several the last', () => {
  const starts = (norm: Norm) =>
    figuresOf(seriesOf(norm, true), seriesOf(norm)).map(([label, , from]) => [label, from]);
  expect(starts('batch')).toEqual([
    ['gamma', [0, 1]],
    ['beta', [0]],
  ]);
  expect(starts('batch-channel').slice(0, 3)).toEqual([
    ['gamma', [1]],
    ['beta', [0]],
    ['channel gamma', [0, 1]],
  ]);
  expect(arraysExplained([seriesOf('batch-channel', true)])).toMatch(
    /; channel gamma [^;]* \(zero gamma: it begins at 0 here\); channel beta/,
  );
});

it('says what the arrays do: once for all, or of each run where that differs', () => {
  expect(arraysExplained([seriesOf('batch'), seriesOf('group')])).toBe(
    'Gamma multiplies what is normalized, and near 0 switches its channel off; beta is added then. They begin where the dashed line is; what is far from it was learned.',
  );
  expect(arraysExplained([seriesOf('batch'), seriesOf('dynamic-tanh')])).toMatch(
    /^batch: gamma multiplies .*; beta is added then\. dynamic-tanh: gamma .*; alpha stretches the values before tanh/,
  );
});
