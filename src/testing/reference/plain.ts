/**
 * Layers without parameters.
 *
 *   ReLU: y = max(x, 0), dx = dy where x > 0, else 0        dropout: y = mask · x, dx = mask · dy
 *   GELU: y = x · Φ(x), dx = dy · (Φ(x) + x · φ(x))        SiLU: y = x · σ(x), dx = dy · σ(x) · (1 + x · (1 − σ(x)))
 *   max pooling, 2×2, stride 2, valid: dx = dy at the window's first maximum in row-major order, else 0
 *   global average pooling: y = mean of each channel over P pixels, dx = dy / P
 *   flatten: the same values        sum: y = x + b, dx = db = dy
 */
import { type PlainLayer, sizeOf } from '../../network/layers.ts';
import { dropoutKey, dropoutMask } from '../../random/streams.ts';
import { add, at, type LayerOp } from './layer.ts';

export const relu: LayerOp<PlainLayer['kind']> = (_, x) => ({
  y: x.map((value) => (value > 0 ? value : 0)),
  backward: (dy) => dy.map((value, i) => (at(x, i) > 0 ? value : 0)),
});

/** Φ(x), by the series of the error function near 0 and its continued fraction far out. */
export function normalShare(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  if (z < 3) {
    let [term, sum] = [z, z];
    for (let n = 1; n < 80; n++) {
      term *= (-z * z) / n;
      sum += term / (2 * n + 1);
    }
    return 0.5 + (Math.sign(x) * sum) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (z + fraction);
  const tail = Math.exp(-z * z) / Math.sqrt(Math.PI) / (z + fraction) / 2;
  return x > 0 ? 1 - tail : tail;
}

const normalDensity = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export const gelu: LayerOp<PlainLayer['kind']> = (_, x) => ({
  y: x.map((value) => value * normalShare(value)),
  backward: (dy) =>
    dy.map((slope, i) => slope * (normalShare(at(x, i)) + at(x, i) * normalDensity(at(x, i)))),
});

export const silu: LayerOp<PlainLayer['kind']> = (_, x) => ({
  y: x.map((value) => value * sigmoid(value)),
  backward: (dy) =>
    dy.map((slope, i) => slope * sigmoid(at(x, i)) * (1 + at(x, i) * (1 - sigmoid(at(x, i))))),
});

export const flatten: LayerOp<PlainLayer['kind']> = (_, x) => ({
  y: x,
  backward: (dy) => dy,
});

export const sum: LayerOp<'add'> = (_layer, x, _pass, b) => ({
  y: x.map((value, i) => value + at(b, i)),
  backward: (dy) => dy,
});

export const dropout: LayerOp<'dropout'> = ({ name, rate }, x, { dropoutStep, seed }) => {
  if (dropoutStep === undefined) return { y: x, backward: (dy) => dy };
  const mask = dropoutMask(dropoutKey(seed, name), dropoutStep, rate, new Float32Array(x.length));
  const masked = (values: Float64Array) => values.map((value, i) => value * (mask[i] as number));
  return { y: masked(x), backward: masked };
};

export const maxPool: LayerOp<PlainLayer['kind']> = ({ input, output }, x, { count }) => {
  const [height = 1, width = 1, channels = 1] = input;
  const [rows = 1, columns = 1] = output;
  /** Where the maximum of each window lies in x. */
  const from = Array.from({ length: count * sizeOf(output) }, (_, i) => {
    const channel = i % channels;
    const column = Math.floor(i / channels) % columns;
    const row = Math.floor(i / (channels * columns)) % rows;
    const image = Math.floor(i / (channels * columns * rows));
    const corner = ((image * height + 2 * row) * width + 2 * column) * channels + channel;
    const window = [0, channels, width * channels, (width + 1) * channels].map((step) => corner + step);
    return window.reduce((best, place) => (at(x, place) > at(x, best) ? place : best));
  });
  return {
    y: Float64Array.from(from, (place) => at(x, place)),
    backward(dy) {
      const dx = new Float64Array(x.length);
      for (const [i, place] of from.entries()) add(dx, place, at(dy, i));
      return dx;
    },
  };
};

export const globalAveragePool: LayerOp<PlainLayer['kind']> = ({ input, output }, x, { count }) => {
  const channels = output.at(-1) ?? 1;
  const pixels = sizeOf(input) / channels;
  /** Where in y the value i of x counts. */
  const place = (i: number): number => Math.floor(i / (pixels * channels)) * channels + (i % channels);
  const y = new Float64Array(count * channels);
  for (let i = 0; i < x.length; i++) add(y, place(i), at(x, i) / pixels);
  return { y, backward: (dy) => x.map((_value, i) => at(dy, place(i)) / pixels) };
};
