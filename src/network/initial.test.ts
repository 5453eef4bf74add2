import { describe, expect, it } from 'vitest';
import { FASHION_MNIST } from '../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { buildNetwork } from './build.ts';
import { initialKernel } from './initial.ts';
import { initialParameters } from './parameters.ts';

/** The scalar products of a kernel's columns, or of its rows where those are fewer. */
function products(kernel: Float32Array, rows: number, columns: number): number[][] {
  const at = (row: number, column: number) => kernel[row * columns + column] ?? Number.NaN;
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  const value = (i: number, k: number) => (columns > rows ? at(i, k) : at(k, i));
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: count }, (__, j) =>
      Array.from({ length }, (___, k) => value(i, k) * value(j, k)).reduce((sum, each) => sum + each),
    ),
  );
}

describe('initialKernel', () => {
  it.each([
    [[3, 3, 4, 8], 36, 8],
    [[3, 3, 1, 16], 9, 16],
    [[20, 20], 20, 20],
  ] as const)('makes filters orthonormal where it is to: %o', (shape, rows, columns) => {
    const found = products(initialKernel('orthogonal', 1, 'conv1/kernel', shape), rows, columns);
    found.forEach((row, i) => {
      row.forEach((value, j) => {
        expect(value).toBeCloseTo(i === j ? 1 : 0, 5);
      });
    });
  });

  it('has the variance of He et al., by the inputs of a filter', () => {
    const kernel = initialKernel('he-normal', 1, 'conv1/kernel', [3, 3, 32, 64]);
    const variance = kernel.reduce((sum, value) => sum + value * value, 0) / kernel.length;
    expect(variance / (2 / (9 * 32))).toBeCloseTo(1, 1);
    expect(Math.max(...kernel.map(Math.abs))).toBeGreaterThan(3 * Math.sqrt(2 / (9 * 32)));
  });

  it('draws from the seed and the name', () => {
    const draw = (seed: number, name: string) => [...initialKernel('he-normal', seed, name, [4, 3])];
    expect(draw(1, 'a')).toEqual(draw(1, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(2, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(1, 'b'));
    // Held, so that links keep their results.
    expect(draw(1, 'dense1/kernel').slice(0, 3)).toEqual([
      0.405782550573349, -0.4094715118408203, 1.860155701637268,
    ]);
    expect([...initialKernel('orthogonal', 1, 'dense1/kernel', [4, 3])].slice(0, 3)).toEqual([
      0.18302835524082184, -0.020016390830278397, 0.13108518719673157,
    ]);
  });
});

describe('zeroGamma', () => {
  const gammas = (settings: object) => {
    const experiment = { ...DEFAULT_EXPERIMENT, network: 'conv4 res4 res8/2 gap', ...settings };
    const parameters = initialParameters(buildNetwork(experiment, FASHION_MNIST));
    return [...parameters].flatMap(([name, [value]]) => (name.endsWith('/gamma') ? [value] : []));
  };

  it('starts the last norm of each residual branch at 0, and no other', () => {
    expect(gammas({})).toEqual([1, 1, 1, 1, 1, 1]);
    expect(gammas({ zeroGamma: 'on' })).toEqual([1, 1, 0, 1, 0, 1]);
    expect(gammas({ zeroGamma: 'on', norm: 'none' })).toEqual([]);
    expect(gammas({ zeroGamma: 'on', network: 'small-cnn' })).toEqual([1, 1, 1, 1, 1]);
  });
});
