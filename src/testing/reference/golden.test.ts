/** The reference against the golden cases: five steps of training in float64, and every norm by itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GOLDEN_DIR, goldenFiles } from '../../cli/goldenFolder.ts';
import { type CaseOf, parseCase } from '../../engine/conformance/cases.ts';
import { networkOf } from '../../engine/conformance/network.ts';
import { layerNorm } from '../../engine/conformance/runCase.ts';
import { sizeOf } from '../../network/layers.ts';
import { decays, parameterSpecs } from '../../network/parameters.ts';
import { evaluate } from './network.ts';
import { norm } from './norm.ts';
import { update } from './update.ts';

const files = (kind: string): string[] => goldenFiles(GOLDEN_DIR).filter((name) => name.startsWith(kind));

const read = (file: string) => parseCase(file, JSON.parse(readFileSync(join(GOLDEN_DIR, file), 'utf8')));

/**
 * To nine digits of the largest value. The absolute term is for biases whose gradient is 0 in theory: Adam divides what
 * rounding leaves of it, about 1e-17, by an epsilon of 1e-7.
 */
function expectClose(what: string, got: ArrayLike<number> | undefined, exact: ArrayLike<number>): void {
  const values = Array.from(got ?? []);
  expect(values, what).toHaveLength(exact.length);
  const size = Math.max(...Array.from(exact, Math.abs));
  const worst = Math.max(...values.map((value, i) => Math.abs(value - (exact[i] as number))));
  expect(worst, what).toBeLessThanOrEqual(1e-9 * size + 1e-9);
}

function train(golden: CaseOf<'network'>) {
  const network = networkOf(golden);
  const specs = parameterSpecs(network);
  const trained = specs.filter(({ role }) => role === 'trained');
  const parameters = new Map<string, ArrayLike<number>>(
    specs.map(({ name, shape, initial }) => {
      const constant = initial.kind === 'constant' ? initial.value : Number.NaN;
      return [name, golden.initial[name]?.exact ?? new Float64Array(sizeOf(shape)).fill(constant)];
    }),
  );
  const slots = new Map(trained.map(({ name }) => [name, [[], []] as number[][]]));
  const losses = golden.batches.map(({ x, labels }, i) => {
    const { loss, gradients, moved } = evaluate(
      network,
      parameters,
      { x: x.exact, labels },
      { statistics: 'minibatch' },
    );
    for (const [name, gradient] of gradients()) {
      const value = Array.from(parameters.get(name) ?? []);
      parameters.set(
        name,
        update(network.optimizer, value, gradient, slots.get(name) ?? [], i + 1, decays(name)),
      );
    }
    for (const [name, values] of moved) parameters.set(name, values);
    return loss;
  });
  return { losses, parameters };
}

describe('a golden network', () => {
  it.each(files('network-'))('%s', (file) => {
    const golden = read(file);
    if (golden.op !== 'network') throw new Error(`${file} is no network`);
    const { losses, parameters } = train(golden);
    expectClose('losses', losses, golden.losses);
    for (const [name, { exact }] of Object.entries(golden.final))
      expectClose(name, parameters.get(name), exact);
    for (const [name, { mean, variance }] of Object.entries(golden.moving)) {
      expectClose(name, parameters.get(`${name}/movingMean`), mean.exact);
      expectClose(name, parameters.get(`${name}/movingVariance`), variance.exact);
    }
  });
});

describe('a golden norm', () => {
  it.each(files('norm-'))('%s', (file) => {
    const golden = read(file);
    if (golden.op !== 'norm') throw new Error(`${file} is no norm`);
    const [count = 1, ...shape] = golden.x.shape;
    const gradients = new Map<string, Float64Array>();
    const moved = new Map<string, Float64Array>();
    const parameters = new Map(
      Object.entries({ ...golden.parameters, ...golden.moving }).map(([name, { exact }]) => [
        `norm1/${name}`,
        Float64Array.from(exact),
      ]),
    );
    const pass = {
      ...{ count, dropoutStep: undefined, seed: 0 },
      parameter: (name: string) => parameters.get(name) ?? new Float64Array(),
      setMoving: (name: string, values: Float64Array) => moved.set(name, values),
      setGradient: (name: string, gradient: Float64Array) => gradients.set(name, gradient),
    };
    const layer = {
      kind: 'norm',
      name: 'norm1',
      norm: layerNorm(golden),
      reads: ['input'],
      input: shape,
      output: shape,
    } as const;
    const x = Float64Array.from(golden.x.exact);
    const { y, backward } = norm(layer, x, { ...pass, statistics: 'minibatch' }, x);
    expectClose('y', y, golden.y.exact);
    const scoring = { ...pass, parameter: (name: string) => moved.get(name) ?? pass.parameter(name) };
    for (const [name, { exact }] of Object.entries(golden.movingAfter ?? {}))
      expectClose(name, scoring.parameter(`norm1/${name}`), exact);
    expectClose('dx', backward(Float64Array.from(golden.dy.exact)), golden.dx.exact);
    for (const [name, { exact }] of Object.entries(golden.gradients))
      expectClose(`d${name}`, gradients.get(`norm1/${name}`), exact);
    if (!golden.yInference) return;
    expectClose(
      'yInference',
      norm(layer, x, { ...scoring, statistics: 'moving' }, x).y,
      golden.yInference.exact,
    );
  });
});
