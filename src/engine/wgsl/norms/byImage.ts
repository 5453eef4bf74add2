/**
 * Normalization within images, a workgroup for one set of values that share statistics, or for a few sets side by side:
 *
 *   x̂ = (x − mean) · r      y = x̂ · γ + β      r = 1 / √(variance + ε)
 *   dx = r · (g·γ − Σ g·γ / n − x̂ · Σ g·γ·x̂ / n)      dγ = Σ g·x̂      dβ = Σ g
 *
 * A set has n = pixels · k values: value (pixel, c) of set s of an image is at s · setStride + pixel · pixelStride + c, and
 * γ[s · k + c] is its gamma. Groups of channels and bands of rows differ in the strides alone.
 */

import { sizeOf } from '../../../network/layers.ts';
import { descriptionOf, setsPerImage, statisticsOn } from '../../../network/norms.ts';
import { type Norm, type NormGradient, operandsOf } from '../../program/operation.ts';
import { dimensions, type Value } from '../../program/value.ts';
import { type Dispatch, f32 } from '../kernel.ts';
import type { Lowering } from '../lowering.ts';
import { cutOff, letThrough } from '../relu.ts';
import type { NormLowering } from './lowering.ts';
import { sumOfRows } from './sums.ts';

interface Sets {
  /** Of an image. */
  readonly sets: number;
  readonly setStride: number;
  readonly pixelStride: number;
  readonly pixels: number;
  readonly k: number;
  /** Sets of a workgroup. */
  readonly together: number;
  /** Threads side by side, and one above another. */
  readonly lanes: number;
  readonly above: number;
  readonly threads: number;
  /** Values of an image. */
  readonly size: number;
  readonly centred: boolean;
}

/** Numbers side by side that fill what memory gives at once. */
const SIDE_BY_SIDE = 32;

/** Values of a set. */
const FEW = 64;

function setsOf({ norm, reads: { x } }: Norm | NormGradient, threads: number): Sets {
  const statistics = statisticsOn(norm, x.shape);
  if (statistics?.images !== 'each') throw new Error(`${norm.kind} has no statistics within images`);
  const { height, width, channels } = dimensions(x.shape);
  const sets = setsPerImage(norm, x.shape);
  const size = sizeOf(x.shape);
  const k = statistics.channels === 'each' ? 1 : channels / sets;
  const bands = statistics.channels === 'bands';
  const together = bands
    ? 1
    : (Array.from({ length: sets }, (_, i) => sets - i).find(
        (s) => sets % s === 0 && s * k <= SIDE_BY_SIDE,
      ) ?? 1);
  const lanes = Math.min(threads, together * k);
  const centred = descriptionOf(norm).statistics?.mean === true;
  return {
    ...{ sets, pixels: height * width, k, together, lanes, threads, size, centred },
    ...{ above: Math.floor(threads / lanes), setStride: bands ? size / sets : k },
    pixelStride: bands ? k : channels,
  };
}

const workgroupsOf =
  ({ sets, together }: Sets) =>
  (images: number): number =>
    (images * sets) / together;

/**
 * Where a thread is: `image`, the `lane` that it goes over, and whether it has one at all. Of more workgroups than a
 * dispatch has in a row some are beyond the last image.
 */
const place = ({ sets, together, lanes, above }: Sets): string => `
  let image = workgroup / ${sets / together}u;
  if (image >= frame.images) { return; }
  let firstSet = workgroup % ${sets / together}u * ${together}u;
  let lane = thread % ${lanes}u;
  let row = thread / ${lanes}u;
  let works = row < ${above}u;`;

/** Goes over the thread's channels, and calls what is given with `which`, `c`, `at` (of its first pixel) and `channel`. */
const overChannels = ({ k, together, lanes, setStride, size }: Sets, body: string): string => `
  for (var l = lane; l < ${together * k}u; l += ${lanes}u) {
    let which = firstSet + l / ${k}u;
    let c = l % ${k}u;
    let at = image * ${size}u + which * ${setStride}u + c;
    let channel = which * ${k}u + c;
${body}
  }`;

const overPixels = ({ pixels, pixelStride, above }: Sets, body: string): string => `
    if (works) { for (var p = row; p < ${pixels}u; p += ${above}u) {
      let i = at + p * ${pixelStride}u;
${body}
    } }`;

/** `ofSet(value)`: the sum over all threads of a thread's set; `ofLane(value)`: over those above one another. */
const reductions = ({ k, together, lanes, above, threads }: Sets): string => {
  const side = together === 1 ? lanes : k;
  const halves: number[] = [];
  for (let half = 2 ** Math.ceil(Math.log2(side)) / 2; half >= 1; half /= 2) halves.push(half);
  return `
var<workgroup> held: array<f32, ${threads}>;
fn ofLane(value: f32, thread: u32) -> f32 {
  workgroupBarrier();
  held[thread] = value;
  workgroupBarrier();
  var sum = 0.0;
  if (thread < ${lanes}u) { for (var r = 0u; r < ${above}u; r++) { sum += held[r * ${lanes}u + thread]; } }
  return sum;
}
fn ofSet(value: f32, thread: u32) -> f32 {
  let own = ofLane(value, thread);
  workgroupBarrier();
  if (thread < ${lanes}u) { held[thread] = own; }
  workgroupBarrier();
  let c = thread % ${side}u;
${halves
  .map(
    (half) =>
      `  if (thread < ${lanes}u && c < ${half}u && c + ${half}u < ${side}u) { held[thread] += held[thread + ${half}u]; }\n  workgroupBarrier();`,
  )
  .join('\n')}
  return held[thread % ${lanes}u / ${side}u * ${side}u];
}`;
};

function lowerForward(task: Norm, lowering: Lowering): Dispatch[] {
  const { x, gamma, beta } = operandsOf(task.reads, 'x', 'gamma', 'beta');
  const { threshold } = task.reads as Readonly<Record<string, Value>>;
  const { mean, inverseDeviation } = operandsOf(task.writes, 'mean', 'inverseDeviation');
  const sets = setsOf(task, lowering.threads);
  const { centred, pixels, k } = sets;
  const kernel = lowering.kernel(`${task.layer}: ${task.norm.kind}`).bind('x', x).bind('y', task.writes.y);
  const at = kernel.span('affine', { gamma, beta, threshold });
  const own = kernel.span('statistics', { mean, inverseDeviation });
  const n = f32(pixels * k);
  const sum = centred
    ? `
  var sum = 0.0;${overChannels(sets, overPixels(sets, '      sum += x[i];'))}
  let mean = ofSet(sum, thread) / ${n};`
    : '\n  let mean = 0.0;';
  const least = `affine[${at.threshold}u + channel]`;
  const main = `${place(sets)}${sum}
  var squares = 0.0;${overChannels(sets, overPixels(sets, '      let d = x[i] - mean; squares += d * d;'))}
  let r = 1.0 / sqrt(ofSet(squares, thread) / ${n} + ${f32(task.norm.epsilon)});
  if (works && row == 0u) {${overChannels(
    sets,
    `    if (c == 0u) {
      statistics[${own.mean}u + image * ${sets.sets}u + which] = mean;
      statistics[${own.inverseDeviation}u + image * ${sets.sets}u + which] = r;
    }`,
  )}
  }${overChannels(
    sets,
    `    let scale = affine[${at.gamma}u + channel];
    let shift = affine[${at.beta}u + channel];${overPixels(
      sets,
      `      var value = (x[i] - mean) * r * scale + shift;
${threshold ? `      value = select(value, ${least}, value < ${least});\n` : ''}      y[i] = ${cutOff(task.relu, 'value')};`,
    )}`,
  )}`;
  return [kernel.dispatch({ outside: reductions(sets), main }, workgroupsOf(sets), lowering.threads)];
}

function lowerGradient(task: NormGradient, lowering: Lowering): Dispatch[] {
  const { x, dy, gamma, beta } = operandsOf(task.reads, 'x', 'dy', 'gamma', 'beta');
  const { threshold } = task.reads as Readonly<Record<string, Value>>;
  const { mean, inverseDeviation } = operandsOf(task.reads, 'mean', 'inverseDeviation');
  const { dx, dgamma, dbeta } = operandsOf(task.writes, 'dx', 'dgamma', 'dbeta');
  const { dthreshold } = task.writes as Readonly<Record<string, Value>>;
  const gradients = { dbeta, dgamma, ...(dthreshold && { dthreshold }) };
  const sets = setsOf(task, lowering.threads);
  const { channels } = dimensions(x.shape);
  const { centred, pixels, k, lanes } = sets;
  // Each image's shares.
  const shares = lowering.workspace(
    task,
    'shares',
    Object.keys(gradients).length * lowering.batch * channels,
  );
  const label = `${task.layer}: ${task.norm.kind}, gradient`;
  const kernel = lowering.kernel(label).bind('x', x).bind('dy', dy).bind('dx', dx).bind('shares', shares);
  const at = kernel.span('affine', { gamma, beta, threshold });
  const own = kernel.span('statistics', { mean, inverseDeviation });
  const n = f32(pixels * k);
  const gradient = `
      let hat = (x[i] - mean) * r;
      var g = dy[i];${
        threshold
          ? `
      let z = hat * scale + shift;
      let least = affine[${at.threshold}u + channel];
      g = ${letThrough(task.relu, 'g', 'max(z, least)')};
      let whole = g;
      g = select(select(0.0, 0.5 * g, z == least), g, z > least);`
          : `
      g = ${letThrough(task.relu, 'g', 'hat * scale + shift')};`
      }`;
  const affine = `
    let scale = affine[${at.gamma}u + channel];
    let shift = affine[${at.beta}u + channel];`;
  const uniformly = `
  for (var first = 0u; first < ${sets.together * k}u; first += ${lanes}u) {
    let l = first + lane;
    let there = works && l < ${sets.together * k}u;
    let which = firstSet + l / ${k}u;
    let c = l % ${k}u;
    let at = image * ${sets.size}u + which * ${sets.setStride}u + c;
    let channel = min(which * ${k}u + c, ${channels - 1}u);${affine}
    var sum = 0.0;
    var product = 0.0;${threshold ? '\n    var cut = 0.0;' : ''}
    if (there) {${overPixels(sets, `${gradient}\n      sum += g;\n      product += g * hat;${threshold ? '\n      cut += whole - g;' : ''}`)} }
    let sumOfLane = ofLane(sum, thread);
    let productOfLane = ofLane(product, thread);${threshold ? '\n    let cutOfLane = ofLane(cut, thread);' : ''}
    if (there && row == 0u) {
      shares[image * ${channels}u + channel] = sumOfLane;
      shares[${lowering.batch * channels}u + image * ${channels}u + channel] = productOfLane;${threshold ? `\n      shares[${2 * lowering.batch * channels}u + image * ${channels}u + channel] = cutOfLane;` : ''}
    }
    sums += sum * scale;
    products += product * scale;
  }`;
  // Few values leave little but rounding of what is taken off: the mean goes first.
  const along =
    pixels * k > FEW
      ? `  let along = ofSet(products, thread) / ${n};`
      : `
  products = 0.0;${overChannels(
    sets,
    `${affine}${overPixels(sets, `${gradient}\n      products += (g * scale - offCentre) * hat;`)}`,
  )}
  let along = ofSet(products, thread) / ${n};`;
  const main = `${place(sets)}
  let own = image * ${sets.sets}u + firstSet + lane / ${k}u;
  let mean = statistics[${own.mean}u + ${sets.together === 1 ? `image * ${sets.sets}u + firstSet` : 'own'}];
  let r = statistics[${own.inverseDeviation}u + ${sets.together === 1 ? `image * ${sets.sets}u + firstSet` : 'own'}];
  var sums = 0.0;
  var products = 0.0;${uniformly}
  let offCentre = ${centred ? `ofSet(sums, thread) / ${n}` : '0.0'};
${along}${overChannels(
  sets,
  `${affine}${overPixels(
    sets,
    `${gradient}
      let value = r * (g * scale - offCentre - hat * along);
      dx[i] = ${letThrough(task.masked, 'value', 'x[i]')};`,
  )}`,
)}`;
  return [
    kernel.dispatch({ outside: reductions(sets), main }, workgroupsOf(sets), lowering.threads),
    sumOfRows(lowering, `${label}, sums`, shares, gradients, channels, {
      room: lowering.batch,
      code: 'frame.images',
    }),
  ];
}

export const byImage: NormLowering = { norm: lowerForward, gradient: lowerGradient };
