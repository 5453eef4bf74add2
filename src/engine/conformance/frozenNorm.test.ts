/** Networks of batch norm with frozen statistics, for which the golden cases have none, on two engines side by side. */

import { expect, test } from 'vitest';
import { layOut } from '../../network/build.ts';
import type { Network } from '../../network/layers.ts';
import { initialParameters } from '../../network/parameters.ts';
import { streamKey, uniform } from '../../random/streams.ts';
import { plansOf } from '../../spec/networks/networks.ts';
import { openConformance } from '../tfjs/conformanceCpu.ts';
import { createWasmConformance } from '../wasm/conformance.ts';
import { compare, passes } from './tolerance.ts';

/** Convolutions and dense layers with the norm on either side of the ReLU: every way that a gradient takes. */
const networkOf = (position: 'before-activation' | 'after-activation'): Network => ({
  input: [8, 8, 1],
  classes: 10,
  layers: layOut([8, 8, 1], plansOf('conv6 conv8 pool dense12'), 10, {
    norm: 'batch',
    groups: 1,
    weights: 'plain',
    position,
    frozen: true,
    dropout: false,
  }),
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
