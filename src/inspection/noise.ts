/**
 * Answers `noise`: how the mean and the variance of what a norm reads spread over minibatches. The mean of a batch of B
 * images is that of B independent per-image means, so its standard deviation is theirs over √B; so is the variance's,
 * from per-image means of (x − μ)², as long as the batch's own mean is close to μ.
 */
import { permutation, streamKey } from '../random/streams.ts';
import { blockNamed } from './blocks.ts';
import { channelMoments } from './moments.ts';
import type { Noise, Question } from './question.ts';
import type { Answering, Subject } from './subject.ts';

type NoiseQuestion = Extract<Question, { readonly kind: 'noise' }>;

/** @throws what a person should read, for a layer that the network does not have */
export async function* noise(subject: Subject, question: NoiseQuestion): Answering<Noise> {
  const { network, data } = subject;
  const { layer, batches } = question;
  const { reads } = blockNamed(network, layer);
  const channels = network.layers.find(({ name }) => name === reads)?.output.at(-1) ?? 1;
  const order = permutation(streamKey(0, 'inspection/noise'), data.subset.length);
  const sizes = [...new Set(question.sizes)].filter((size) => size <= order.length).sort((a, b) => a - b);
  const total = batches * sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  const found: Noise['sizes'][number][] = [];
  for (const size of sizes) {
    const spread = new Spread(channels);
    for (let batch = 0; batch < batches; batch++) {
      yield { done, total };
      // Around again from the start where the images do not suffice.
      const rows = Uint32Array.from(
        { length: size },
        (_, i) => data.subset[order[(batch * size + i) % order.length] as number] as number,
      );
      const { outputs } = await subject.trainer.inspect({
        images: { split: 'train', rows },
        statistics: 'minibatch',
        outputs: [reads],
        gradients: false,
      });
      spread.add(outputs.get(reads) ?? new Float32Array(), size);
      done += size;
    }
    found.push({ batch: size, ...spread.result(size) });
  }
  return { kind: 'noise', layer, batches, sizes: found };
}

/** What minibatches of one size had as their moments, and each of their images by itself. */
class Spread {
  readonly #channels: number;
  /** [batches][channels] */
  readonly #batchMeans: Float64Array[] = [];
  readonly #batchVariances: Float64Array[] = [];
  /** [images][channels] */
  readonly #imageMeans: Float64Array[] = [];
  readonly #imageVariances: Float64Array[] = [];

  constructor(channels: number) {
    this.#channels = channels;
  }

  /** @param values [images, …, channels] */
  add(values: Float32Array, images: number): void {
    const { mean, variance } = channelMoments(values, this.#channels);
    this.#batchMeans.push(mean);
    this.#batchVariances.push(variance);
    const size = values.length / images;
    for (let i = 0; i < images; i++) {
      const own = channelMoments(values.subarray(i * size, (i + 1) * size), this.#channels);
      this.#imageMeans.push(own.mean);
      this.#imageVariances.push(own.variance);
    }
  }

  /** Root mean squares over the channels that are not constant. */
  result(size: number) {
    const squares = { mean: 0, variance: 0, predictedMean: 0, predictedVariance: 0 };
    let alive = 0;
    for (let c = 0; c < this.#channels; c++) {
      const means = column(this.#imageMeans, c);
      const center = average(means);
      // The image's mean of (x − μ)².
      const around = column(this.#imageVariances, c).map(
        (variance, i) => variance + ((means[i] as number) - center) ** 2,
      );
      const overall = average(around);
      if (!(overall > 0)) continue;
      alive++;
      squares.mean += varianceOf(column(this.#batchMeans, c)) / overall;
      squares.variance += varianceOf(column(this.#batchVariances, c)) / overall ** 2;
      squares.predictedMean += varianceOf(means) / overall / size;
      squares.predictedVariance += varianceOf(around) / overall ** 2 / size;
    }
    const root = (sum: number): number => (alive === 0 ? 0 : Math.sqrt(sum / alive));
    return {
      mean: root(squares.mean),
      variance: root(squares.variance),
      predictedMean: root(squares.predictedMean),
      predictedVariance: root(squares.predictedVariance),
    };
  }
}

const column = (rows: readonly Float64Array[], c: number): number[] => rows.map((row) => row[c] as number);

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The sample variance, divided by n − 1. */
function varianceOf(values: readonly number[]): number {
  const mean = average(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
}
