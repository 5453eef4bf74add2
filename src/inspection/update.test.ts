import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GOLDEN_DIR, goldenFiles } from '../cli/goldenFolder.ts';
import { type CaseOf, parseCase } from '../engine/conformance/cases.ts';
import { optimizerOf } from '../engine/conformance/network.ts';
import { openConformance } from '../engine/tfjs/conformanceCpu.ts';
import { initialParameters, slotNames } from '../network/parameters.ts';
import { OPTIMIZERS } from '../spec/experiment.ts';
import { referenceTrainer } from '../testing/reference/trainer.ts';
import { tinySubject } from '../testing/tinySubject.ts';
import { nextUpdate } from './update.ts';

const files = goldenFiles(GOLDEN_DIR).filter((name) => name.startsWith('optimizer-'));

/** The slots after a step with the gradient g, as the golden cases' README defines them. */
function slotsAfter(
  { optimizer, ...rest }: CaseOf<'optimizer'>,
  before: number[][],
  g: number[],
): number[][] {
  const { momentum = 0, beta1 = 0, beta2 = 0, decay = 0 } = rest;
  const mixed = (slot: number[] = [], share: number, values: number[]) =>
    slot.map((old, i) => share * old + (1 - share) * (values[i] ?? 0));
  const squares = g.map((value) => value ** 2);
  const [first = [], second = []] = before;
  if (optimizer === 'sgd') return [first.map((v, i) => momentum * v + (g[i] ?? 0))];
  if (optimizer === 'adam') return [mixed(first, beta1, g), mixed(second, beta2, squares)];
  return [mixed(first, decay, squares)];
}

describe('the updates of golden cases', () => {
  it.each(files)('%s', (file) => {
    const golden = parseCase(file, JSON.parse(readFileSync(join(GOLDEN_DIR, file), 'utf8')));
    if (golden.op !== 'optimizer') throw new Error(`${file} is no optimizer's`);
    const optimizer = optimizerOf(golden.optimizer, golden);
    const zeros = golden.parameter.exact.map(() => 0);
    let [parameter, slots] = [golden.parameter.exact, [zeros, zeros]];
    golden.gradients.forEach((gradient, step) => {
      const after = golden.after[step]?.exact ?? [];
      const state = new Map([
        ['p/kernel', Float32Array.from(parameter)],
        ...slotNames(optimizer).map(
          (slot, i) => [`p/kernel/${slot}`, Float32Array.from(slots[i] ?? [])] as const,
        ),
      ]);
      const gradients = new Map([['p/kernel', gradient.data]]);
      const update = nextUpdate(optimizer, state, gradients, step + 1, optimizer.learningRate).get(
        'p/kernel',
      );
      expect(update?.length).toBe(zeros.length);
      update?.forEach((value, i) => {
        expect(value).toBeCloseTo((after[i] ?? Number.NaN) - (parameter[i] ?? Number.NaN), 7);
      });
      slots = slotsAfter(golden, slots, gradient.exact);
      parameter = after;
    });
    expect(golden.gradients.length).toBeGreaterThan(1);
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
    const updates = nextUpdate(network.optimizer, before, gradients, 3, network.optimizer.learningRate);
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
