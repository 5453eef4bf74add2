/**
 * How means and variances spread over minibatches of one size, and how they should by the spread over single images.
 * Only sums are kept. Of an image with the mean m and the variance v in a channel, with a centre c near the mean of all:
 *
 *   d = m − c     u = v + d²                      the image's mean of (x − c)²
 *   μ = c + δ     with δ the average of d
 *   a = u − 2·δ·d + δ²                            the image's mean of (x − μ)²; its average is the overall variance
 *   Var(a) = Var(u) − 4·δ·Cov(u, d) + 4·δ²·Var(d)
 */

import { channelMoments } from '../training/channelMoments.ts';
import { checkFinite } from './score.ts';

/** Root mean squares over channels, relative to a channel's deviation and variance over all images. */
interface Spreads {
  readonly mean: number;
  readonly variance: number;
  readonly predictedMean: number;
  readonly predictedVariance: number;
}

export class Spread {
  readonly #channels: number;
  /** [batches][channels] */
  readonly #means: Float64Array[] = [];
  readonly #variances: Float64Array[] = [];
  /** [channels], c: the mean of the first minibatch. */
  #center = new Float64Array();
  /** [channels], over images. */
  readonly #sums: Readonly<Record<'d' | 'u' | 'dd' | 'du' | 'uu', Float64Array>>;
  #images = 0;

  constructor(channels: number) {
    const zeros = () => new Float64Array(channels);
    this.#channels = channels;
    this.#sums = { d: zeros(), u: zeros(), dd: zeros(), du: zeros(), uu: zeros() };
  }

  /** @param values a minibatch, [images, …, channels] @throws what a person should read, for infinite values and NaN */
  add(values: Float32Array, images: number): void {
    const { mean, variance } = channelMoments(values, this.#channels);
    checkFinite(mean);
    if (this.#images === 0) this.#center = mean;
    this.#means.push(mean);
    this.#variances.push(variance);
    const size = values.length / images;
    for (let i = 0; i < images; i++) this.#addImage(values.subarray(i * size, (i + 1) * size));
  }

  #addImage(values: Float32Array): void {
    const own = channelMoments(values, this.#channels);
    const { d, u, dd, du, uu } = this.#sums;
    for (let c = 0; c < this.#channels; c++) {
      const shifted = (own.mean[c] as number) - (this.#center[c] as number);
      const square = (own.variance[c] as number) + shifted * shifted;
      d[c] = (d[c] as number) + shifted;
      u[c] = (u[c] as number) + square;
      dd[c] = (dd[c] as number) + shifted * shifted;
      du[c] = (du[c] as number) + shifted * square;
      uu[c] = (uu[c] as number) + square * square;
    }
    this.#images++;
  }

  /** Population deviations, over minibatches and over images. Channels that are constant over all images do not count. */
  result(): Spreads {
    const squares = { mean: 0, variance: 0, predictedMean: 0, predictedVariance: 0 };
    const batch = this.#images / this.#means.length;
    let alive = 0;
    for (let c = 0; c < this.#channels; c++) {
      const average = (sums: Float64Array): number => (sums[c] as number) / this.#images;
      const { d, u, dd, du, uu } = this.#sums;
      const delta = average(d);
      const overall = average(u) - delta ** 2;
      if (!(overall > 0)) continue;
      const ofMeans = average(dd) - delta ** 2;
      const ofVariances =
        average(uu) -
        average(u) ** 2 -
        4 * delta * (average(du) - average(u) * delta) +
        4 * delta ** 2 * ofMeans;
      alive++;
      squares.mean += varianceOf(this.#means, c) / overall;
      squares.variance += varianceOf(this.#variances, c) / overall ** 2;
      squares.predictedMean += ofMeans / overall / batch;
      squares.predictedVariance += ofVariances / overall ** 2 / batch;
    }
    // Rounding may leave a little less than nothing.
    const root = (sum: number): number => (alive === 0 ? 0 : Math.sqrt(Math.max(0, sum) / alive));
    return {
      mean: root(squares.mean),
      variance: root(squares.variance),
      predictedMean: root(squares.predictedMean),
      predictedVariance: root(squares.predictedVariance),
    };
  }
}

/** The population's, of channel c. */
function varianceOf(rows: readonly Float64Array[], c: number): number {
  const mean = rows.reduce((sum, row) => sum + (row[c] as number), 0) / rows.length;
  return rows.reduce((sum, row) => sum + ((row[c] as number) - mean) ** 2, 0) / rows.length;
}
