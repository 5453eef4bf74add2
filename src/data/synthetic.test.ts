import { beforeAll, describe, expect, test } from 'vitest';
import { SYNTHETIC } from '../spec/dataSets.ts';
import { SHARD_SIZE } from './dataSet.ts';
import { PIXELS } from './draw.ts';
import { openDataSet } from './source.ts';
import { drawImages, syntheticLabels } from './synthetic.ts';

const CLASSES = SYNTHETIC.classes;
const open = () => openDataSet('synthetic', 1, { baseUrl: 'http://nowhere.invalid/' });

describe('synthetic', () => {
  test('draws an image from seed, split and row alone', async () => {
    const data = await open();
    const [shard] = await data.load('validation', [1]);
    const row = 1234;
    const alone = new Uint8Array(PIXELS);
    const label = Uint8Array.of(shard?.labels[row] as number);
    drawImages(1, 'validation', SHARD_SIZE + row, label, alone);
    expect(shard?.images.subarray(row * PIXELS, (row + 1) * PIXELS)).toEqual(alone);

    const other = new Uint8Array(PIXELS);
    for (const [seed, split, at] of [
      [2, 'validation', SHARD_SIZE + row],
      [1, 'test', SHARD_SIZE + row],
      [1, 'validation', SHARD_SIZE + row + 1],
    ] as const) {
      drawImages(seed, split, at, label, other);
      expect(other).not.toEqual(alone);
    }
  });

  test('mixes the classes evenly', () => {
    const labels = syntheticLabels(7, 'train');
    for (let row = 0; row < labels.length; row += 10) {
      expect(new Set(labels.subarray(row, row + 10)).size).toBe(10);
    }
  });

  test('loads a shard once, and reports its bytes', async () => {
    const data = await open();
    const reports: number[] = [];
    const [[first], [second]] = await Promise.all([
      data.load('train', [2], (received) => reports.push(received)),
      data.load('train', [2]),
    ]);
    expect(second).toBe(first);
    expect(first?.start).toBe(2 * SHARD_SIZE);
    expect(reports.at(-1)).toBe(SHARD_SIZE * PIXELS);
    expect(reports).toEqual([...reports].sort((a, b) => a - b));
    await expect(data.load('train', [10])).rejects.toThrow('train has no shard 10');
  });
});

describe('its difficulty', () => {
  const TRAIN = 1500;
  const TEST = 500;
  const draw = (split: 'train' | 'test', count: number) => {
    const labels = syntheticLabels(1, split).subarray(0, count);
    const images = new Uint8Array(count * PIXELS);
    drawImages(1, split, 0, labels, images);
    return { labels, images };
  };
  let train: ReturnType<typeof draw>;
  let test_: ReturnType<typeof draw>;
  beforeAll(() => {
    train = draw('train', TRAIN);
    test_ = draw('test', TEST);
  });

  test('is such that a linear model learns something, and far from all', () => {
    const score = softmaxRegression(train, 1);
    let correct = 0;
    for (let i = 0; i < TEST; i++) if (score(test_.images, i) === test_.labels[i]) correct++;
    expect(correct / TEST).toBeGreaterThan(0.5);
    expect(correct / TEST).toBeLessThan(0.75);
  });

  test('leaves every class a shape of its own: no mean image is another one', () => {
    const means = CLASSES.map((_, label) => {
      const mean = new Float32Array(PIXELS);
      train.labels.forEach((l, i) => {
        if (l === label)
          for (let p = 0; p < PIXELS; p++)
            mean[p] =
              (mean[p] as number) + (train.images[i * PIXELS + p] as number) / (TRAIN / CLASSES.length);
      });
      return mean;
    });
    for (const [a, one] of means.entries()) {
      for (const other of means.slice(a + 1)) {
        const distance = Math.hypot(...one.map((value, p) => value - (other[p] as number)));
        expect(distance).toBeGreaterThan(100);
      }
    }
  });
});

/** Plain stochastic gradient descent on the ten logits. @returns the class of an image */
function softmaxRegression({ images, labels }: { images: Uint8Array; labels: Uint8Array }, epochs: number) {
  const weights = CLASSES.map(() => new Float32Array(PIXELS));
  const bias = new Float64Array(CLASSES.length);
  const logits = (from: Uint8Array, i: number): number[] =>
    weights.map((w, label) => {
      let sum = bias[label] as number;
      for (let p = 0; p < PIXELS; p++) sum += ((w[p] as number) * (from[i * PIXELS + p] as number)) / 255;
      return sum;
    });
  for (let epoch = 0; epoch < epochs; epoch++) {
    labels.forEach((target, i) => {
      const z = logits(images, i);
      const highest = Math.max(...z);
      const total = z.reduce((sum, value) => sum + Math.exp(value - highest), 0);
      weights.forEach((w, label) => {
        const gradient = Math.exp((z[label] as number) - highest) / total - (label === target ? 1 : 0);
        bias[label] = (bias[label] as number) - 0.01 * gradient;
        const step = (0.01 * gradient) / 255;
        for (let p = 0; p < PIXELS; p++) w[p] = (w[p] as number) - step * (images[i * PIXELS + p] as number);
      });
    });
  }
  return (from: Uint8Array, i: number): number => {
    const z = logits(from, i);
    return z.indexOf(Math.max(...z));
  };
}
