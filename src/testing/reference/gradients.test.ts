/** The reference's gradients against central differences of its own loss, in every way that a pass can run. */
import { describe, expect, it } from 'vitest';
import type { NetworkChoices } from '../../network/build.ts';
import { parameterSpecs } from '../../network/parameters.ts';
import { streamKey, uniform } from '../../random/streams.ts';
import { NORMS, POSITIONS } from '../../spec/experiment.ts';
import { inspectedNetwork, inspectedState } from '../inspectionChecks.ts';
import { evaluate } from './network.ts';

const CHOICES: readonly Partial<NetworkChoices>[] = [
  ...NORMS.flatMap((norm) => POSITIONS.map((position) => ({ norm, position, standardized: true }))),
  { norm: 'batch', frozen: true },
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
  ] as const)('has the slope of the loss along a direction in each parameter, %o', (look) => {
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
