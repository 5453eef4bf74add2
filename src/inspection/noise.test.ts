import { describe, expect, it } from 'vitest';
import { streamKey, uniform } from '../random/streams.ts';
import { referenceTrainer } from '../testing/reference/trainer.ts';
import { finish, scriptedSubject } from '../testing/scriptedSubject.ts';
import { tinySubject } from '../testing/tinySubject.ts';
import { drawMinibatches, noise } from './noise.ts';

describe('noise', () => {
  it('spreads as 1/√size where images are independent', async () => {
    // Every image is a number of its own in all pixels, the same whenever it is seen; channel 1 is constant.
    const values = uniform(streamKey(1, 'test'), 1000, -1, 1);
    let ready = false;
    const subject = scriptedSubject({
      inspect: ({ images, outputs: [name = ''] }) => {
        expect(ready).toBe(true);
        const rows = 'rows' in images ? Array.from(images.rows) : [];
        const output = rows.flatMap((row) => [values[row] ?? 0, 3, values[row] ?? 0, 3]);
        return { outputs: new Map([[name, Float32Array.from(output)]]) };
      },
      experiment: { norm: 'group' },
    });
    const layers = subject.network.layers.map((layer) =>
      layer.name === 'relu1' ? { ...layer, output: [1, 2, 2] } : layer,
    );
    const many = {
      ...subject,
      network: { ...subject.network, layers },
      data: {
        ...subject.data,
        subset: Uint32Array.from({ length: 1000 }, (_, i) => i),
        ready: async (split: string) => {
          if (split === 'train') ready = true;
        },
      },
    };
    const question = { kind: 'noise', layer: 'norm1', sizes: [20, 5], batches: 50 } as const;
    const { answer, done } = await finish(noise(many, question));
    expect(answer.sizes.map(({ batch }) => batch)).toEqual([5, 20]);
    for (const { batch, mean, predictedMean } of answer.sizes) {
      // Of all that there is in this layer, half: one of two channels is constant and counts nowhere.
      expect(predictedMean).toBeCloseTo(1 / Math.sqrt(batch), 2);
      expect(mean / predictedMean).toBeGreaterThan(0.75);
      expect(mean / predictedMean).toBeLessThan(1.25);
    }
    expect(Math.max(...done)).toBeLessThan(50 * 25);
  });

  it('is what the definition says, for a real network and two minibatches', async () => {
    const subject = tinySubject({ norm: 'batch', weights: 'plain' }, referenceTrainer);
    const asked: Float32Array[] = [];
    const { trainer } = subject;
    const watched = {
      ...subject,
      trainer: {
        ...trainer,
        async inspect(request: Parameters<typeof trainer.inspect>[0]) {
          const inspection = await trainer.inspect(request);
          asked.push(inspection.outputs.get('relu2') ?? new Float32Array());
          return inspection;
        },
      },
    };
    const question = { kind: 'noise', layer: 'dense1', sizes: [3], batches: 2 } as const;
    const [size] = (await finish(noise(watched, question))).answer.sizes;
    const columns = (output: Float32Array, c: number) => Array.from(output).filter((_, i) => i % 6 === c);
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const variance = (values: readonly number[]) => mean(values.map((value) => (value - mean(values)) ** 2));
    const alive = [0, 1, 2, 3, 4, 5].flatMap((c) => {
      const all = asked.flatMap((output) => columns(output, c));
      const overall = variance(all);
      return overall > 0 ? [{ c, all, overall }] : [];
    });
    const spread = alive.map(
      ({ c, overall }) => variance(asked.map((output) => mean(columns(output, c)))) / overall,
    );
    const predicted = alive.map(({ all, overall }) => variance(all) / overall / 3);
    expect(size?.mean).toBeCloseTo(Math.sqrt(mean(spread)), 6);
    expect(size?.predictedMean).toBeCloseTo(Math.sqrt(mean(predicted)), 6);
  });

  it('names a layer that there is not', async () => {
    const question = { kind: 'noise', layer: 'norm9', sizes: [2], batches: 2 } as const;
    await expect(finish(noise(tinySubject({}, referenceTrainer), question))).rejects.toThrow('norm9');
  });
});

describe('drawMinibatches', () => {
  const subset = Uint32Array.from({ length: 10 }, (_, i) => 3 * i);
  const drawn = (size: number, count: number) =>
    [...drawMinibatches(subset, size, count)].map((rows) => Array.from(rows));

  it('takes no image twice while there are others', () => {
    const all = drawn(3, 3).flat();
    expect(new Set(all).size).toBe(9);
    expect(all.every((row) => subset.includes(row))).toBe(true);
  });

  it('shuffles anew where the images do not suffice', () => {
    const minibatches = drawn(5, 6).map((rows) => rows.sort((a, b) => a - b));
    for (const i of [0, 2, 4]) {
      expect([...(minibatches[i] ?? []), ...(minibatches[i + 1] ?? [])].sort((a, b) => a - b)).toEqual([
        ...subset,
      ]);
    }
    expect(new Set(minibatches.map(String)).size).toBe(6);
  });

  it('draws the same again', () => {
    expect(drawn(4, 7)).toEqual(drawn(4, 7));
  });
});
