import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CaseOf, goldenCase } from '../engine/conformance/cases.ts';
import { referenceTrainer } from '../engine/conformance/reference/trainer.ts';
import { openConformance } from '../engine/tfjs/cpu.ts';
import type { Optimizer } from '../network/layers.ts';
import { initialParameters } from '../network/parameters.ts';
import { OPTIMIZERS } from '../spec/experiment.ts';
import { tinySubject } from './tinySubject.ts';
import { nextUpdate } from './update.ts';

const DIR = process.env.GOLDEN_DIR ?? '../shared/golden/cases';
const files = existsSync(DIR) ? readdirSync(DIR).filter((name) => name.startsWith('optimizer-')) : [];
if (files.length === 0) console.info(`no golden cases in ${DIR}: set GOLDEN_DIR to run them`);

function optimizerOf({ optimizer: name, ...rest }: CaseOf<'optimizer'>): Optimizer {
  const { learningRate, momentum = 0, beta1 = 0, beta2 = 0, decay = 0, epsilon = 0 } = rest;
  switch (name) {
    case 'sgd':
      return { name, learningRate, momentum };
    case 'adam':
      return { name, learningRate, beta1, beta2, epsilon };
    case 'rmsprop':
      return { name, learningRate, decay, epsilon };
    default:
      return name satisfies never;
  }
}

describe.skipIf(files.length === 0)('the first update of golden cases', () => {
  it.each(files)('%s', (file) => {
    const golden = goldenCase.parse(JSON.parse(readFileSync(join(DIR, file), 'utf8')));
    if (golden.op !== 'optimizer') throw new Error(`${file} is no optimizer's`);
    const { parameter, gradients, after } = golden;
    const [gradient, result] = [gradients[0], after[0]];
    if (!gradient || !result) throw new Error(`${file} has no steps`);
    const zeros = new Float32Array(parameter.data.length);
    const state = new Map(['m', 'v', 'velocity', 'meanSquare'].map((slot) => [`p/${slot}`, zeros]));
    const update = nextUpdate(optimizerOf(golden), state, new Map([['p', gradient.data]]), 1).get('p');
    for (let i = 0; i < zeros.length; i++) {
      expect(update?.[i]).toBeCloseTo((result.exact[i] ?? 0) - (parameter.exact[i] ?? 0), 7);
    }
  });
});

describe('nextUpdate', () => {
  it.each(OPTIMIZERS)('foretells what an engine does with %s, slots included', async (optimizer) => {
    const conformance = await openConformance();
    const { network } = tinySubject({ optimizer, lr: 0.01 }, referenceTrainer);
    const pixels = Uint8Array.from({ length: 4 * 784 }, (_, i) => (i * 89) & 255);
    const labels = Uint8Array.of(1, 2, 3, 4);
    conformance.engine.putImages('noise', 'train', 0, pixels, labels);
    const trainer = await conformance.engine.createTrainer(network, initialParameters(network), 'noise');
    const rows = Uint32Array.of(0, 1, 2, 3);
    trainer.step(rows, 1);
    trainer.step(rows, 2);
    const before = await trainer.parameters();
    const { gradients } = await trainer.inspect({
      images: { split: 'train', rows },
      ...{ statistics: 'minibatch', outputs: [], gradients: true },
    });
    const updates = nextUpdate(network.optimizer, before, gradients, 3);
    trainer.step(rows, 3);
    const after = await trainer.parameters();
    conformance.dispose();
    for (const [name, update] of updates) {
      const largest = update.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      update.forEach((value, i) => {
        const moved = (after.get(name)?.[i] ?? Number.NaN) - (before.get(name)?.[i] ?? Number.NaN);
        // What is added to a weight is rounded to its last digit.
        expect(Math.abs(moved - value)).toBeLessThan(2e-3 * largest + 2e-7);
      });
    }
  });
});
