/** Convolutions and dense layers of awkward sizes against float64, on both builds and both widths of tiles. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { streamKey, uniform } from '../../random/streams.ts';
import type { ConformanceEngine, Tensor } from '../conformance/engineOps.ts';
import { createWasmConformance } from './conformance.ts';
import { naiveLinear } from './naive.ts';

const random = (name: string, shape: number[]): Tensor => ({
  shape,
  data: uniform(
    streamKey(1, name),
    shape.reduce((product, n) => product * n, 1),
    -1,
    1,
  ),
});

function expectClose(name: string, got: Float32Array, exact: Float64Array, tolerance: number): void {
  expect(got.length, name).toBe(exact.length);
  const largest = exact.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  const error = exact.reduce((most, value, i) => Math.max(most, Math.abs(value - (got[i] as number))), 0);
  expect(error / largest, name).toBeLessThan(tolerance);
}

const builds = [
  { simd: 'relaxed', tiles: 'wide', threads: 1 },
  { simd: 'relaxed', tiles: 'narrow', threads: 3 },
  { simd: 'strict', tiles: 'wide', threads: 2 },
  { simd: 'strict', tiles: 'narrow', threads: 1 },
] as const;

describe.each(builds)('$simd, $tiles tiles, $threads threads', (options) => {
  let engine: ConformanceEngine;
  beforeAll(async () => {
    engine = await createWasmConformance(options);
  });
  afterAll(() => engine.dispose());

  test.each([
    { n: 1, h: 28, w: 28, inputs: 1, outputs: 32, size: 3 },
    { n: 3, h: 14, w: 14, inputs: 8, outputs: 16, size: 3 },
    { n: 2, h: 1, w: 1, inputs: 3, outputs: 5, size: 3 },
    { n: 1, h: 5, w: 9, inputs: 7, outputs: 9, size: 5 },
    { n: 7, h: 6, w: 4, inputs: 5, outputs: 3, size: 1 },
    { n: 1, h: 3, w: 2, inputs: 2, outputs: 1, size: 7 },
    { n: 2, h: 7, w: 5, inputs: 12, outputs: 20, size: 3 },
    { n: 3, h: 6, w: 10, inputs: 32, outputs: 36, size: 3 },
    { n: 7, h: 14, w: 14, inputs: 32, outputs: 40, size: 3 },
    { n: 1, h: 2, w: 2, inputs: 36, outputs: 32, size: 3 },
  ])('convolution $size × $size of $n [$h, $w, $inputs] to $outputs', async (shape) => {
    const { n, h, w, inputs, outputs, size } = shape;
    const input = {
      x: random('x', [n, h, w, inputs]),
      kernel: random('kernel', [size, size, inputs, outputs]),
      bias: random('bias', [outputs]),
      dy: random('dy', [n, h, w, outputs]),
    };
    const [got, exact] = [await engine.ops.conv2d(input), naiveLinear(input)];
    expectClose('y', got.y, exact.y, 2e-6);
    expectClose('dx', got.dx, exact.dx, 2e-6);
    expectClose('dkernel', got.dkernel, exact.dkernel, 4e-6);
    expectClose('dbias', got.dbias, exact.dbias, 4e-6);
  });

  test.each([
    { n: 1, inputs: 3136, outputs: 10 },
    { n: 3, inputs: 7, outputs: 13 },
    { n: 11, inputs: 65, outputs: 9 },
    { n: 12, inputs: 65, outputs: 9 },
    { n: 50, inputs: 31, outputs: 24 },
    { n: 97, inputs: 6, outputs: 1 },
  ])('dense, $n of $inputs to $outputs', async ({ n, inputs, outputs }) => {
    const input = {
      x: random('x', [n, inputs]),
      kernel: random('kernel', [inputs, outputs]),
      bias: random('bias', [outputs]),
      dy: random('dy', [n, outputs]),
    };
    const [got, exact] = [await engine.ops.dense(input), naiveLinear(input)];
    expectClose('y', got.y, exact.y, 4e-6);
    expectClose('dx', got.dx, exact.dx, 2e-6);
    expectClose('dkernel', got.dkernel, exact.dkernel, 2e-6);
    expectClose('dbias', got.dbias, exact.dbias, 2e-6);
  });
});
