/** The reference's gradients against central differences of its own loss, in every way that a pass can run. */
import { describe, expect, it } from 'vitest';
import type { NetworkChoices } from '../../network/build.ts';
import { parameterSpecs } from '../../network/parameters.ts';
import { streamKey, uniform } from '../../random/streams.ts';
import { NORMS, POSITIONS } from '../../spec/experiment.ts';
import { normNamed } from '../../spec/norms/norms.ts';
import { inspectedNetwork, inspectedState } from '../inspectionChecks.ts';
import { evaluate } from './network.ts';

const CHOICES: readonly Partial<NetworkChoices>[] = [
  ...NORMS.flatMap((norm) =>
    POSITIONS.map((position) => ({ norm, position, weights: 'standardized' as const })),
  ),
  { norm: 'batch', frozen: true },
  { norm: 'none', weights: 'scaled' },
];
const LABELS = [3, 8, 1];
const X = uniform(streamKey(1, 'x'), 64 * LABELS.length);

/** Small enough that no ReLU and no maximum changes sides, large enough for sixteen digits. */
const H = 1e-6;

describe.each(CHOICES)('%o', (choices) => {
  const network = inspectedNetwork(choices);
  const state = inspectedState(network);

  it.each([
    { statistics: 'minibatch', dropoutStep: 2 },
    { statistics: 'moving', dropoutStep: undefined },
  ] as const)('has the slope of the loss along a direction in each parameter, %o', (given) => {
    // At the first step batch renorm corrects nothing yet: what it takes for a constant is one.
    const look = { ...given, step: 1 };
    const lossAt = (name: string, values: Float64Array): number =>
      evaluate(
        network,
        new Map<string, ArrayLike<number>>([...state, [name, values]]),
        { x: X, labels: LABELS },
        look,
      ).loss;
    const gradients = evaluate(network, state, { x: X, labels: LABELS }, look).gradients();
    const trained = parameterSpecs(network).filter(({ role }) => role === 'trained');
    expect([...gradients.keys()].sort()).toEqual(trained.map(({ name }) => name).sort());
    for (const { name } of trained) {
      const values = Float64Array.from(state.get(name) ?? []);
      const direction = uniform(streamKey(2, name), values.length, -1, 1);
      const moved = (by: number) => values.map((value, i) => value + by * (direction[i] as number));
      const slope = (lossAt(name, moved(H)) - lossAt(name, moved(-H))) / (2 * H);
      const gradient = Array.from(gradients.get(name) ?? []);
      const exact = gradient.reduce((sum, g, i) => sum + g * (direction[i] as number), 0);
      expect(Math.abs(exact - slope), name).toBeLessThan(1e-6 * Math.abs(slope) + 1e-8);
    }
  });
});

/** Bands of an image's memory are not those of the mirrored one. */
const MIRRORED = NORMS.filter((norm) => normNamed(norm)?.statistics?.channels !== 'bands');

/**
 * A ReLU's zeros tie, and norms keep them alike, so that a pool's choice among them is anybody's: in the mirror it takes
 * the other one. No gradient may tell, since none passes a ReLU at 0; nor a norm's own threshold, which ties as well.
 */
it.each(MIRRORED)('does not depend on which of equal values a pool takes, norm %s', (norm) => {
  const network = inspectedNetwork({ norm, dropout: false }, 'conv4 conv6 pool dense12');
  const state = new Map(inspectedState(network));
  // Half of the second convolution's channels are 0 nearly everywhere.
  state.set('conv2/bias', Float32Array.of(-1, 0, -1, 0, -1, 0));
  const look = { statistics: 'minibatch' } as const;
  const seen = evaluate(network, state, { x: X, labels: LABELS }, look);
  const threshold = state.get('norm2/threshold') ?? [];
  const activated = seen.outputs.get(normNamed(norm)?.activates ? 'norm2' : 'relu2');
  const tied = activated?.filter((value, i) => value === (threshold[i % 6] ?? 0)).length ?? 0;
  expect(tied).toBeGreaterThan((3 * 64 * 6) / 4);
  const mirrored = evaluate(
    network,
    new Map([...state].map(([name, values]) => [name, mirror(name, values)])),
    { x: flip(X, 8, 1), labels: LABELS },
    look,
  );
  const gradients = mirrored.gradients();
  for (const [name, gradient] of seen.gradients()) {
    const other = mirror(name, gradients.get(name) ?? []);
    const apart = gradient.map((value, i) => Math.abs(value - (other[i] ?? Number.NaN)));
    expect(Math.max(...apart), name).toBeLessThan(1e-12);
  }
});

/** [rows, columns, size], with its columns the other way round. */
function flip(values: ArrayLike<number>, columns: number, size: number): number[] {
  const width = columns * size;
  return Array.from({ length: values.length }, (_, i) => {
    const [row, column] = [Math.floor(i / width), Math.floor((i % width) / size)];
    return values[row * width + (columns - 1 - column) * size + (i % size)] as number;
  });
}

/** What a parameter of that network is when left is right: 3 × 3 kernels, and the dense layer behind 4 × 4 × 6 values. */
function mirror(name: string, values: ArrayLike<number>): number[] {
  if (name === 'conv1/kernel') return flip(values, 3, 1 * 4);
  if (name === 'conv2/kernel') return flip(values, 3, 4 * 6);
  return name === 'dense1/kernel' ? flip(values, 4, 6 * 12) : Array.from(values);
}
