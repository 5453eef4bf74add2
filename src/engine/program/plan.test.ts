/** Buffers that are needed at the same time never overlap, and together they need far less than one each. */
import { describe, expect, test } from 'vitest';
import { buildNetwork } from '../../network/build.ts';
import type { Network } from '../../network/layers.ts';
import { FASHION_MNIST } from '../../spec/dataSets.ts';
import { type Experiment, NORMS, POSITIONS } from '../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { compileInspection, compileScoring, compileTraining } from './compile.ts';
import { readsOf, writesOf } from './operation.ts';
import { livesOf, planBuffers } from './plan.ts';
import type { Value } from './value.ts';

const BATCH = 4;
const bytesOf = ({ shape, each }: Value): number =>
  shape.reduce((product, n) => product * n, 4 * (each ? BATCH : 1));

const experiments = NORMS.flatMap((norm) =>
  POSITIONS.map((position): Experiment => ({ ...DEFAULT_EXPERIMENT, norm, position })),
);

function compileLook(network: Network) {
  const outputs = network.layers.map(({ name }) => name);
  return compileInspection(network, { statistics: 'minibatch', dropout: true, outputs, gradients: true });
}

describe.each(experiments)('$norm, $position', (experiment) => {
  const compilers = [compileTraining, compileScoring, compileLook];

  test.each(compilers)('$name: places of what lives at the same time', (compile) => {
    const { load, operations, kept } = compile(buildNetwork(experiment, FASHION_MNIST));
    const all = [...load, ...operations];
    const values = new Map(all.flatMap((one) => [...readsOf(one), ...writesOf(one)].map((v) => [v.name, v])));
    const lives = livesOf(all, new Set(kept.map(({ name }) => name)));
    const buffers = [...lives].map(([name, life]) => ({
      ...{ name, ...life, bytes: bytesOf(values.get(name) as Value) },
    }));
    const { offsets, bytes } = planBuffers(buffers);
    const placed = buffers.map((buffer) => {
      const start = offsets.get(buffer.name) as number;
      return { ...buffer, start, end: start + buffer.bytes };
    });
    for (const a of placed) {
      expect(a.end).toBeLessThanOrEqual(bytes);
      for (const b of placed) {
        if (a === b || a.to < b.from || b.to < a.from) continue;
        expect(a.end <= b.start || b.end <= a.start, `${a.name} and ${b.name}`).toBe(true);
      }
    }
    expect(bytes).toBeLessThanOrEqual(buffers.reduce((sum, buffer) => sum + buffer.bytes, 0));
  });

  test.each(compilers)('$name: every temporary is written once, and before it is read', (compile) => {
    const { load, operations } = compile(buildNetwork(experiment, FASHION_MNIST));
    const written = new Set<string>();
    for (const operation of [...load, ...operations]) {
      for (const { name, role } of readsOf(operation))
        expect(role !== 'temporary' || written.has(name), `${operation.layer} reads ${name}`).toBe(true);
      for (const { name, role } of writesOf(operation)) {
        if (role !== 'temporary') continue;
        expect(written.has(name), `${operation.layer} writes ${name} again`).toBe(false);
        written.add(name);
      }
    }
  });
});
