/** Buffers that are needed at the same time never overlap, and together they need far less than one each. */
import { describe, expect, test } from 'vitest';
import { buildNetwork } from '../../network/build.ts';
import type { Network } from '../../network/layers.ts';
import { type Experiment, NORMS, POSITIONS } from '../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { compileInspection, compileScoring, compileTraining } from './compile.ts';
import { tensorsOf } from './operation.ts';
import { planBuffers } from './plan.ts';
import type { Buffer } from './tensor.ts';

const size = ({ perImage, once, type }: Buffer, batch: number): number =>
  (perImage * batch + once) * (type === 'float32' ? 4 : 1);

const experiments = NORMS.flatMap((norm) =>
  POSITIONS.map((position): Experiment => ({ ...DEFAULT_EXPERIMENT, norm, position })),
);

function compileLook(network: Network) {
  const outputs = network.layers.map(({ name }) => name);
  return compileInspection(network, { statistics: 'minibatch', dropout: true, outputs, gradients: true });
}

describe.each(experiments)('$norm, $position', (experiment) => {
  test.each([compileTraining, compileScoring, compileLook])('$name', (compile) => {
    const { load, operations, kept } = compile(buildNetwork(experiment));
    const all = [...load, ...operations];
    const { offsets, bytes } = planBuffers(all, 4, new Set(kept.map(({ buffer }) => buffer)));
    const lives = new Map<Buffer, [number, number]>();
    all.forEach((operation, at) => {
      for (const { buffer } of tensorsOf(operation))
        if (buffer.role === 'temporary')
          lives.set(buffer, buffer.exclusive ? [0, all.length] : [lives.get(buffer)?.[0] ?? at, at]);
    });
    for (const { buffer } of kept) {
      const life = lives.get(buffer);
      if (life) life[1] = all.length;
    }
    expect(offsets.size).toBe(lives.size);
    const placed = [...lives].map(([buffer, [from, to]]) => {
      const start = offsets.get(buffer) as number;
      return { buffer, from, to, start, end: start + size(buffer, 4) };
    });
    for (const a of placed) {
      expect(a.end).toBeLessThanOrEqual(bytes);
      for (const b of placed) {
        if (a === b || a.to < b.from || b.to < a.from) continue;
        expect(a.end <= b.start || b.end <= a.start, `${a.buffer.name} and ${b.buffer.name}`).toBe(true);
      }
    }
    expect(bytes).toBeLessThan(placed.reduce((sum, { buffer }) => sum + size(buffer, 4) + 128, 0));
  });
});
