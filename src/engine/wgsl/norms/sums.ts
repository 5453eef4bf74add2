/** Sums a channel each over the pixels of a minibatch: each workgroup adds up a stretch, and then those are added up. */
import { sizeOf } from '../../../network/layers.ts';
import { dimensions, type Value } from '../../program/value.ts';
import type { Dispatch, Kernel } from '../kernel.ts';
import type { Lowering } from '../lowering.ts';

/** Channels side by side, and where one workgroup goes over all pixels: more workgroups have less each, then. */
const ACROSS = 32;
const FEW_ACROSS = 8;
/** Stretches of a minibatch, and pixels that are worth one. */
const MOST_PARTS = 64;
const PIXELS_OF_A_PART = 64;

/** How the values of a minibatch are shared out: a workgroup has a stretch of the pixels, and a block of the channels. */
export interface Stretches {
  readonly parts: number;
  readonly channels: number;
  /** Of channels. */
  readonly blocks: number;
  /** WGSL of all pixels, and of those that a stretch has. */
  readonly pixels: string;
  readonly length: string;
  /** Threads of a workgroup side by side, a channel each, and one above another. */
  readonly lanes: number;
  readonly above: number;
}

/** @param whole whether one stretch is to be all of the pixels */
export function stretchesOf(lowering: Lowering, x: Value, whole = false): Stretches {
  const { channels } = dimensions(x.shape);
  const perImage = sizeOf(x.shape) / channels;
  const all = perImage * lowering.batch;
  const parts = whole ? 1 : Math.max(1, Math.min(MOST_PARTS, Math.ceil(all / PIXELS_OF_A_PART)));
  const pixels = `(frame.images * ${perImage}u)`;
  const lanes = Math.min(channels, whole ? FEW_ACROSS : ACROSS);
  return {
    ...{ parts, channels, pixels, blocks: Math.ceil(channels / lanes), lanes },
    ...{ length: `((${pixels} + ${parts - 1}u) / ${parts}u)`, above: Math.floor(lowering.threads / lanes) },
  };
}

/** `down(value, …)`: the sum over threads above one another, for those of the first row. */
export const sumDown = ({ lanes, above }: Stretches): string => `
var<workgroup> held: array<f32, ${lanes * above}>;
fn down(value: f32, thread: u32) -> f32 {
  workgroupBarrier();
  if (thread < ${lanes * above}u) { held[thread] = value; }
  workgroupBarrier();
  var sum = 0.0;
  if (thread < ${lanes}u) { for (var r = 0u; r < ${above}u; r++) { sum += held[r * ${lanes}u + thread]; } }
  return sum;
}`;

/** WGSL: the thread's channel `c`, whether it is `there`, its `row`, and the workgroup's stretch, `part`. */
export const placeIn = ({ channels, blocks, lanes, above }: Stretches): string => `
  let part = workgroup / ${blocks}u;
  let row = thread / ${lanes}u;
  let lane = thread % ${lanes}u;
  let channel = workgroup % ${blocks}u * ${lanes}u + lane;
  let there = (channel < ${channels}u) & (row < ${above}u);
  let c = min(channel, ${channels - 1}u);`;

/** Goes over the pixels of the workgroup's stretch, for a channel: `i` is a value's place, `pixel` its pixel's. */
export const overStretch = ({ channels, length, pixels, above }: Stretches, body: string): string => `
  if (there) {
    for (var pixel = part * ${length} + row; pixel < min((part + 1u) * ${length}, ${pixels}); pixel += ${above}u) {
      let i = pixel * ${channels}u + c;
${body}
    }
  }`;

export const workgroupsOf = ({ parts, blocks }: Stretches): number => parts * blocks;

/**
 * What stretches contribute to sums: [terms, parts, channels].
 * @param kernel with all that `terms` read
 * @param before WGSL of what terms have in common
 */
export function sharesOf(
  task: { readonly layer: string; readonly kind: string },
  lowering: Lowering,
  kernel: Kernel,
  x: Value,
  before: string,
  terms: readonly string[],
  outside = '',
): { readonly dispatch: Dispatch; readonly shares: Value; readonly stretches: Stretches } {
  const stretches = stretchesOf(lowering, x);
  const { parts, channels } = stretches;
  const shares = lowering.workspace(task, 'shares', terms.length * parts * channels);
  kernel.bind('shares', shares);
  const main = `${placeIn(stretches)}
${terms.map((_, n) => `  var sum${n} = 0.0;`).join('\n')}${overStretch(
  stretches,
  `${before}\n${terms.map((term, n) => `        sum${n} += ${term};`).join('\n')}`,
)}
${terms
  .map(
    (_, n) => `  let all${n} = down(sum${n}, thread);
  if (there && row == 0u) { shares[(${n * parts}u + part) * ${channels}u + c] = all${n}; }`,
  )
  .join('\n')}`;
  const dispatch = kernel.dispatch(
    { outside: sumDown(stretches) + outside, main },
    () => workgroupsOf(stretches),
    lowering.threads,
  );
  return { dispatch, shares, stretches };
}

/**
 * Adds shares up.
 * @param shares one stretch a gradient: [rows, channels]
 * @param rows that each has room for, and that there are
 */
export function sumOfRows(
  lowering: Lowering,
  label: string,
  shares: Value,
  gradients: Readonly<Record<string, Value>>,
  channels: number,
  rows: { readonly room: number; readonly code: string },
): Dispatch {
  const kernel = lowering.kernel(label).bind('shares', shares);
  const at = kernel.span('gradients', gradients);
  const starts = Object.keys(gradients).map((name) => `${at[name]}u`);
  const blocks = Math.ceil(channels / ACROSS);
  const down = lowering.threads / ACROSS;
  const outside = `
var<workgroup> sums: array<f32, ${lowering.threads}>;`;
  const main = `
  let which = workgroup / ${blocks}u;
  let channel = workgroup % ${blocks}u * ${ACROSS}u + thread % ${ACROSS}u;
  let start = which * ${rows.room * channels}u + channel;
  var places = array<u32, ${starts.length}>(${starts.join(', ')});
  var sum = 0.0;
  if (channel < ${channels}u) {
    for (var row = thread / ${ACROSS}u; row < ${rows.code}; row += ${down}u) { sum += shares[start + row * ${channels}u]; }
  }
  sums[thread] = sum;
  workgroupBarrier();
  if (thread < ${ACROSS}u && channel < ${channels}u) {
    for (var d = 1u; d < ${down}u; d++) { sum += sums[d * ${ACROSS}u + thread]; }
    gradients[places[which] + channel] = sum;
  }`;
  return kernel.dispatch({ outside, main }, () => blocks * starts.length, lowering.threads);
}
