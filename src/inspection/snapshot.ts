/** Answers `snapshot`: every layer on the minibatch that the run trains on next, with that step's dropout. */
import type { Network } from '../network/layers.ts';
import { descriptionOf } from '../network/norms.ts';
import type { Parameters } from '../network/parameters.ts';
import { usedKernel } from '../network/usedKernel.ts';
import { type Block, blocksOf } from './blocks.ts';
import { lengthOf } from './direction.ts';
import { fetchPictures } from './images.ts';
import { inspectInParts } from './inParts.ts';
import { momentsOf } from './moments.ts';
import type { Histogram, LayerSnapshot, Moments, ParameterNorms, Question, Snapshot } from './question.ts';
import { sumsOf } from './score.ts';
import type { Answering, Subject } from './subject.ts';
import { nextUpdate } from './update.ts';

/** What is kept of a layer's output. */
interface Seen {
  readonly histogram: Histogram;
  readonly moments: Moments;
}

export async function* snapshot(
  subject: Subject,
  _question: Extract<Question, { readonly kind: 'snapshot' }>,
): Answering<Snapshot> {
  const { network, parameters, step, data } = subject;
  const rows = data.batchAfter(step);
  const amount = { done: 0, total: 1 };
  yield amount;
  const pictures = await fetchPictures(
    data,
    Array.from(rows, (row) => ({ split: 'train', row })),
  );
  const blocks = blocksOf(network);
  const seen = new Map<string, Seen>();
  const { logits, gradients } = yield* inspectInParts(
    subject,
    {
      images: { split: 'train', rows },
      statistics: 'minibatch',
      dropoutStep: step + 1,
      outputs: blocks.flatMap(({ reads, writes }) => (writes === undefined ? [reads] : [reads, writes])),
      gradients: true,
    },
    (name, output) => seen.set(name, look(network, name, output)),
    amount,
  );
  const updates = nextUpdate(network.optimizer, parameters, gradients, step + 1, data.rateAfter(step));
  yield amount;
  const normsOf = (name: string): ParameterNorms[] => {
    const of = (from: ReadonlyMap<string, ArrayLike<number>>) => lengthOf(from, [name]);
    if (!gradients.has(name)) return [];
    return [{ name, weight: of(parameters), gradient: of(gradients), update: of(updates) }];
  };
  const labels = pictures.map(({ label }) => label);
  return {
    kind: 'snapshot',
    batch: rows.length,
    loss: sumsOf(logits, labels).lossSum / rows.length,
    layers: blocks.map((block) => layerSnapshot(block, seen, parameters, normsOf)),
  };
}

function look({ layers }: Network, name: string, output: Float32Array): Seen {
  const channels = layers.find((layer) => layer.name === name)?.output.at(-1) ?? 1;
  return { histogram: histogramOf(output, channels), moments: momentsOf(output, channels) };
}

function layerSnapshot(
  { layer, norm, reads, writes }: Block,
  seen: ReadonlyMap<string, Seen>,
  parameters: Parameters,
  normsOf: (name: string) => ParameterNorms[],
): LayerSnapshot {
  const before = seen.get(reads);
  if (!before) throw new Error(`${reads} was not looked at`);
  const mean = parameters.get(`${norm?.name}/movingMean`);
  const variance = parameters.get(`${norm?.name}/movingVariance`);
  const kernel = parameters.get(`${layer.name}/kernel`);
  const filters = layer.output.at(-1) ?? 1;
  const trained = norm ? descriptionOf(norm.norm).parameters.map(({ name }) => name) : [];
  const names = [
    `${layer.name}/kernel`,
    `${layer.name}/bias`,
    `${layer.name}/gain`,
    ...trained.map((name) => `${norm?.name}/${name}`),
  ];
  return {
    layer: layer.name,
    norm: norm?.name,
    before: before.histogram,
    after: writes === undefined ? undefined : seen.get(writes)?.histogram,
    batch: before.moments,
    moving: mean && variance && { mean, variance },
    arrays: trained.flatMap((name) => {
      const values = parameters.get(`${norm?.name}/${name}`);
      return values ? [{ name, values }] : [];
    }),
    norms: names.flatMap(normsOf),
    standardization:
      layer.kind === 'conv2d' && layer.weights !== 'plain' && kernel
        ? {
            weights: layer.weights,
            before: momentsOf(kernel, filters),
            after: momentsOf(usedKernel(layer, parameters), filters),
          }
        : undefined,
  };
}

const BINS = 48;
/** Values looked at, at most. */
const MOST_VALUES = 50_000;

const haveCommonFactor = (a: number, b: number): boolean => (b === 0 ? a > 1 : haveCommonFactor(b, a % b));

/**
 * Of the finite values, in equal bins from the smallest to the largest; of more than 50,000 an even selection is looked at,
 * to which every channel gives its share.
 * @param values [… · channels]
 */
export function histogramOf(values: ArrayLike<number>, channels = 1, bins = BINS): Histogram {
  let stride = Math.ceil(values.length / MOST_VALUES) | 1;
  while (haveCommonFactor(stride, channels)) stride += 2;
  const seen: number[] = [];
  for (let i = 0; i < values.length; i += stride) {
    const value = values[i] as number;
    if (Number.isFinite(value)) seen.push(value);
  }
  if (seen.length === 0) return { low: 0, high: 0, counts: [], mean: Number.NaN, deviation: Number.NaN };
  let [low, high, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of seen) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
  }
  const mean = sum / seen.length;
  const deviation = Math.sqrt(
    seen.reduce((squares, value) => squares + (value - mean) ** 2, 0) / seen.length,
  );
  if (low === high) return { low, high, counts: [seen.length], mean, deviation };
  const counts = new Array<number>(bins).fill(0);
  for (const value of seen) {
    const bin = Math.min(bins - 1, Math.floor((bins * (value - low)) / (high - low)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { low, high, counts, mean, deviation };
}
