/** What works value by value. */
import { sizeOf } from '../../network/layers.ts';
import { dropoutThreshold } from '../../random/streams.ts';
import type {
  Activate,
  ActivationGradient,
  Add,
  Dropout,
  LoadImages,
  Relu,
  ReluGradient,
} from '../program/operation.ts';
import type { Dispatch } from './kernel.ts';
import type { Lowering } from './lowering.ts';
import { cutOff, letThrough } from './relu.ts';

/** Words that an image takes up in a data set: four bytes each. */
export const wordsOf = (bytes: number): number => Math.ceil(bytes / 4);

export function loadImages(task: LoadImages, lowering: Lowering): Dispatch[] {
  const size = sizeOf(task.writes.y.shape);
  const kernel = lowering.kernel('input: load-images');
  kernel.bind('images', task.reads.images, 'u32').bind('y', task.writes.y);
  return [
    kernel.forEach(size, true, {
      main: `
  let value = i % ${size}u;
  let word = images[frame.list[i / ${size}u] * ${wordsOf(size)}u + value / 4u];
  y[i] = f32((word >> (8u * (value % 4u))) & 255u) / 255.0;`,
    }),
  ];
}

export function add(task: Add, lowering: Lowering): Dispatch[] {
  const { a, b } = task.reads;
  const { y } = task.writes;
  const kernel = lowering.kernel(`${task.layer}: add`).bind('a', a).bind('y', y);
  // Twice the same value cannot be bound twice.
  const other = a.name === b.name ? 'a' : 'b';
  if (other === 'b') kernel.bind('b', b);
  const main = `let sum = a[i] + ${other}[i];\n  y[i] = ${cutOff(task.relu, 'sum')};`;
  return [kernel.forEach(sizeOf(y.shape), y.each, { main })];
}

export function relu(task: Relu, lowering: Lowering): Dispatch[] {
  const { x } = task.reads;
  const kernel = lowering.kernel(`${task.layer}: relu`).bind('x', x).bind('y', task.writes.y);
  return [kernel.forEach(sizeOf(x.shape), true, { main: `y[i] = ${cutOff(true, 'x[i]')};` })];
}

export function reluGradient(task: ReluGradient, lowering: Lowering): Dispatch[] {
  const { y, dy } = task.reads;
  const kernel = lowering.kernel(`${task.layer}: relu-gradient`);
  kernel.bind('y', y).bind('dy', dy).bind('dx', task.writes.dx);
  return [kernel.forEach(sizeOf(y.shape), true, { main: `dx[i] = ${letThrough(true, 'dy[i]', 'y[i]')};` })];
}

/** Φ within 1e-7: Abramowitz & Stegun 26.2.17 gives 1 − Φ(|x|). */
const SMOOTH = {
  gelu: `
fn density(x: f32) -> f32 { return 0.3989422804 * exp(-0.5 * x * x); }
fn share(x: f32) -> f32 {
  let t = 1.0 / (1.0 + 0.2316419 * abs(x));
  let p = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  let tail = density(x) * p;
  return select(tail, 1.0 - tail, x > 0.0);
}
fn slope(x: f32) -> f32 { return share(x) + x * density(x); }`,
  silu: `
fn share(x: f32) -> f32 { return 1.0 / (1.0 + exp(-x)); }
fn slope(x: f32) -> f32 { let s = share(x); return s * (1.0 + x * (1.0 - s)); }`,
} as const;

export function activate(task: Activate, lowering: Lowering): Dispatch[] {
  const { x } = task.reads;
  const kernel = lowering.kernel(`${task.layer}: ${task.activation}`).bind('x', x).bind('y', task.writes.y);
  const outside = SMOOTH[task.activation];
  return [kernel.forEach(sizeOf(x.shape), true, { outside, main: 'y[i] = x[i] * share(x[i]);' })];
}

export function activationGradient(task: ActivationGradient, lowering: Lowering): Dispatch[] {
  const { x, dy } = task.reads;
  const kernel = lowering.kernel(`${task.layer}: ${task.activation}, gradient`);
  kernel.bind('x', x).bind('dy', dy).bind('dx', task.writes.dx);
  const outside = SMOOTH[task.activation];
  return [kernel.forEach(sizeOf(x.shape), true, { outside, main: 'dx[i] = dy[i] * slope(x[i]);' })];
}

/** Values that one block of random numbers serves: see `dropoutMask`. */
export const BLOCK = 8;

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;

/** Threefry-2×32 as in src/random/threefry.ts, and `kept(bits, j)`: what value j of a block is multiplied by. */
export function maskFunctions({ key, rate }: Pick<Dropout, 'key' | 'rate'>): string {
  const [k0, k1] = key;
  const keys = [k0, k1, (0x1bd11bda ^ k0 ^ k1) >>> 0].map((k) => `${k >>> 0}u`);
  const rounds = Array.from({ length: 5 }, (_, group) => {
    const four = ROTATIONS.slice(4 * (group % 2), 4 * (group % 2) + 4).map(
      (by) => `  x.x += x.y; x.y = ((x.y << ${by}u) | (x.y >> ${32 - by}u)) ^ x.x;`,
    );
    const [a, b] = [keys[(group + 1) % 3], keys[(group + 2) % 3]];
    return `${four.join('\n')}\n  x += vec2u(${a}, ${b} + ${group + 1}u);`;
  });
  const threshold = dropoutThreshold(rate);
  return `
fn random(block: u32) -> vec2u {
  var x = vec2u(block + ${keys[0]}, frame.step + ${keys[1]});
${rounds.join('\n')}
  return x;
}
fn kept(bits: vec2u, j: u32) -> f32 {
  let word = select(bits.x, bits.y, j > 3u);
  return select(0.0, ${256 / (256 - threshold)}, ((word >> (8u * (j & 3u))) & 255u) >= ${threshold}u);
}`;
}

/** A dispatch of a thread for each block of a minibatch's values; WGSL knows the `block`, and `total` values. */
export function forEachBlock(
  kernel: ReturnType<Lowering['kernel']>,
  size: number,
  body: { readonly outside: string; readonly main: string },
): Dispatch {
  const main = `
  let block = workgroup * 256u + thread;
  let total = frame.images * ${size}u;
  if (block * ${BLOCK}u >= total) { return; }
${body.main}`;
  return kernel.dispatch({ ...body, main }, (images) => Math.ceil((images * size) / (BLOCK * 256)));
}

export function dropout(task: Dropout, lowering: Lowering): Dispatch[] {
  const { x } = task.reads;
  const kernel = lowering.kernel(`${task.layer}: dropout`).bind('x', x).bind('y', task.writes.y);
  return [
    forEachBlock(kernel, sizeOf(x.shape), {
      outside: maskFunctions(task),
      main: `
  let bits = random(block);
  for (var j = 0u; j < min(${BLOCK}u, total - block * ${BLOCK}u); j++) {
    let i = block * ${BLOCK}u + j;
    y[i] = x[i] * kept(bits, j);
  }`,
    }),
  ];
}
