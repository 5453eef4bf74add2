/**
 * Batch norm with frozen statistics, for which the golden cases have none: every engine that Node runs against float64
 * worked out here, and a network of it trained on two engines side by side.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layOut } from '../../network/build.ts';
import type { Network } from '../../network/layers.ts';
import { initialParameters } from '../../network/parameters.ts';
import { streamKey, uniform } from '../../random/streams.ts';
import { openConformance } from '../tfjs/cpu.ts';
import { createWasmConformance } from '../wasm/conformance.ts';
import type { ConformanceEngine, NormInput, Tensor } from './engineOps.ts';
import { compare, passes } from './tolerance.ts';

const EPSILON = 1e-3;
const FROZEN = { kind: 'batch', epsilon: EPSILON, momentum: 0.99, frozen: true } as const;

const random = (name: string, shape: readonly number[], low = -1, high = 1): Tensor => ({
  shape,
  data: uniform(
    streamKey(4, name),
    shape.reduce((product, n) => product * n, 1),
    low,
    high,
  ),
});

/** y = γ·x̂ + β with x̂ = (x − μ)·r, dx = γ·r·dy, dγ = Σ dy·x̂, dβ = Σ dy; μ and r = 1/sqrt(v + ε) given. */
function inFloat64({ x, dy, parameters: { gamma, beta }, moving }: NormInput) {
  const channels = gamma?.data.length ?? 0;
  const [y, dx] = [new Float64Array(x.data.length), new Float64Array(x.data.length)];
  const [dgamma, dbeta] = [new Float64Array(channels), new Float64Array(channels)];
  for (let i = 0; i < x.data.length; i++) {
    const c = i % channels;
    const at = (values: Tensor | undefined, index: number) => values?.data[index] ?? Number.NaN;
    const r = 1 / Math.sqrt(at(moving?.movingVariance, c) + EPSILON);
    const normalized = (at(x, i) - at(moving?.movingMean, c)) * r;
    y[i] = at(gamma, c) * normalized + at(beta, c);
    dx[i] = at(gamma, c) * r * at(dy, i);
    dgamma[c] = (dgamma[c] ?? 0) + at(dy, i) * normalized;
    dbeta[c] = (dbeta[c] ?? 0) + at(dy, i);
  }
  return { y, dx, dgamma, dbeta };
}

const engines = [
  { name: 'tfjs cpu', open: () => openConformance() },
  { name: 'wasm', open: () => createWasmConformance({ threads: 2 }) },
  { name: 'wasm, strict', open: () => createWasmConformance({ simd: 'strict', threads: 1 }) },
];

describe.each(engines)('$name', ({ open }) => {
  let engine: ConformanceEngine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.dispose());

  test.each([[[3, 5, 4, 16]], [[2, 7, 3, 6]], [[1, 1, 1, 5]], [[2, 22]], [[1, 3]]])(
    'normalizes %j with the statistics given, there and back',
    async (shape) => {
      const channels = shape.slice(-1);
      const mean = random('mean', channels);
      const variance = random('variance', channels, 0.1, 2);
      const input: NormInput = {
        ...{
          x: random('x', shape),
          dy: random('dy', shape),
          moving: { movingMean: mean, movingVariance: variance },
        },
        parameters: { gamma: random('gamma', channels), beta: random('beta', channels) },
      };
      const got = await engine.ops.norm(FROZEN, input);
      const exact = inFloat64(input);
      const checks = [
        compare('y', 'forward', got.y, exact.y),
        compare('dx', 'forward', got.dx, exact.dx),
        compare('dgamma', 'forward', got.gradients.gamma ?? [], exact.dgamma),
        compare('dbeta', 'forward', got.gradients.beta ?? [], exact.dbeta),
        compare('scoring', 'forward', got.moving?.yInference ?? [], exact.y),
      ];
      expect(checks.filter((check) => !passes(check))).toEqual([]);
      expect(got.moving?.after).toEqual({ movingMean: mean.data, movingVariance: variance.data });
    },
  );
});

/** Convolutions and dense layers with the norm on either side of the ReLU: every way that a gradient takes. */
const networkOf = (position: 'before-activation' | 'after-activation'): Network => ({
  input: [8, 8, 1],
  classes: 10,
  layers: layOut(
    [8, 8, 1],
    [
      { kind: 'conv', filters: 6 },
      { kind: 'conv', filters: 8 },
      { kind: 'pool' },
      { kind: 'dense', units: 12 },
    ],
    10,
    { norm: 'batch', groups: 1, standardized: false, position, frozen: true, dropout: false },
  ),
  optimizer: { name: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  seed: 5,
});

test.each(['before-activation', 'after-activation'] as const)(
  'networks with the norm %s learn the same on both engines and leave the statistics alone',
  async (position) => {
    const network = networkOf(position);
    const start = initialParameters(network);
    for (const [name, values] of start) {
      if (name.endsWith('/movingMean')) values.set(uniform(streamKey(6, name), values.length, -0.5, 0.5));
      if (name.endsWith('/movingVariance')) values.set(uniform(streamKey(6, name), values.length, 0.2, 2));
    }
    const trained = await Promise.all(
      [await openConformance(), await createWasmConformance()].map(async (engine) => {
        const trainer = await engine.createBatchTrainer(network, start);
        const losses: number[] = [];
        for (let t = 1; t <= 12; t++) {
          const labels = Uint8Array.of(t % 10, (3 * t) % 10, (7 * t + 1) % 10);
          trainer.stepOnBatch(uniform(streamKey(t, 'x'), 64 * labels.length), labels, t);
          losses.push((await trainer.readMetrics()).lossSum);
        }
        const parameters = await trainer.parameters();
        engine.dispose();
        return { losses, parameters };
      }),
    );
    const [tfjs, wasm] = trained;
    if (!tfjs || !wasm) throw new Error('two engines were trained');
    const checks = [
      compare('first loss', 'forward', wasm.losses.slice(0, 1), tfjs.losses.slice(0, 1)),
      compare('losses', 'trained', wasm.losses, tfjs.losses),
      ...[...start.keys()]
        .filter((name) => !/\/[mv]$/.test(name))
        .map((name) =>
          compare(name, 'trained', wasm.parameters.get(name) ?? [], tfjs.parameters.get(name) ?? []),
        ),
    ];
    expect(checks.filter((check) => !passes(check))).toEqual([]);
    for (const { parameters } of trained) {
      expect(parameters.get('norm1/gamma')).not.toEqual(start.get('norm1/gamma'));
      expect(parameters.get('norm3/beta')).not.toEqual(start.get('norm3/beta'));
      for (const [name, values] of start) {
        if (/\/moving/.test(name)) expect(parameters.get(name), name).toEqual(values);
      }
    }
  },
);
