/** Pooling; dropout that follows, or goes before the gradient, is done on the way. */
import { sizeOf } from '../../network/layers.ts';
import type {
  Dropout,
  GlobalAveragePool,
  GlobalAveragePoolGradient,
  MaxPool,
  MaxPoolGradient,
} from '../program/operation.ts';
import { dimensions, type Value } from '../program/value.ts';
import { type Dispatch, f32 } from './kernel.ts';
import type { Lowering } from './lowering.ts';
import { BLOCK, forEachBlock, maskFunctions } from './pointwise.ts';

/** Two bits say which of the four was the first maximum; a word holds those of a block. */
export const wordsOfArgmax = (values: number): number => Math.ceil(values / BLOCK);

/** WGSL: the `first` of four inputs of output value `i`, of images of these shapes. */
function firstOf(x: Value, y: Value): string {
  const [from, to] = [dimensions(x.shape), dimensions(y.shape)];
  return `
    let i = block * ${BLOCK}u + j;
    let c = i % ${to.channels}u;
    let column = i / ${to.channels}u % ${to.width}u;
    let line = i / ${to.channels * to.width}u % ${to.height}u;
    let image = i / ${sizeOf(y.shape)}u;
    let first = ((image * ${from.height}u + 2u * line) * ${from.width}u + 2u * column) * ${from.channels}u + c;`;
}

/** @param drop is applied to the maxima, and written in their place */
export function maxPool(task: MaxPool, lowering: Lowering, drop?: Dropout): Dispatch[] {
  const { x } = task.reads;
  const { argmax } = task.writes;
  const y = drop?.writes.y ?? task.writes.y;
  const { width, channels } = dimensions(x.shape);
  const kernel = lowering.kernel(`${task.layer}: max-pool${drop ? ', dropout' : ''}`);
  kernel.bind('x', x).bind('y', y).bind('argmax', argmax, 'u32');
  const others = [channels, width * channels, (width + 1) * channels];
  return [
    forEachBlock(kernel, sizeOf(task.writes.y.shape), {
      outside: drop ? maskFunctions(drop) : '',
      main: `${drop ? '\n  let bits = random(block);' : ''}
  var places = 0u;
  for (var j = 0u; j < min(${BLOCK}u, total - block * ${BLOCK}u); j++) {${firstOf(x, task.writes.y)}
    var best = x[first];
    var place = 0u;
${others
  .map(
    (offset, n) =>
      `    let x${n} = x[first + ${offset}u];\n    if (x${n} > best) { best = x${n}; place = ${n + 1}u; }`,
  )
  .join('\n')}
    places |= place << (2u * j);
    y[i] = best${drop ? ' * kept(bits, j)' : ''};
  }
  argmax[block] = places;`,
    }),
  ];
}

/** @param drop was applied to the maxima, and reads their gradient */
export function maxPoolGradient(task: MaxPoolGradient, lowering: Lowering, drop?: Dropout): Dispatch[] {
  const { argmax } = task.reads;
  const { dx } = task.writes;
  const dy = drop?.reads.x ?? task.reads.dy;
  const { height, width, channels } = dimensions(dx.shape);
  const to = dimensions(task.reads.dy.shape);
  const kernel = lowering.kernel(`${task.layer}: max-pool-gradient${drop ? ', dropout' : ''}`);
  kernel.bind('dy', dy).bind('dx', dx).bind('argmax', argmax, 'u32');
  const places = [0, channels, width * channels, (width + 1) * channels];
  // An odd last row or column has no part in any maximum.
  const column = width % 2 === 1 ? `column == ${to.width - 1}u` : 'false';
  const line = height % 2 === 1 ? `line == ${to.height - 1}u` : 'false';
  return [
    forEachBlock(kernel, sizeOf(task.reads.dy.shape), {
      outside: drop ? maskFunctions(drop) : '',
      main: `${drop ? '\n  let bits = random(block);' : ''}
  let places = argmax[block];
  for (var j = 0u; j < min(${BLOCK}u, total - block * ${BLOCK}u); j++) {${firstOf(dx, task.reads.dy)}
    let g = dy[i]${drop ? ' * kept(bits, j)' : ''};
    let place = (places >> (2u * j)) & 3u;
${places.map((offset, n) => `    dx[first + ${offset}u] = select(0.0, g, place == ${n}u);`).join('\n')}
    if (${column}) { dx[first + ${2 * channels}u] = 0.0; dx[first + ${(width + 2) * channels}u] = 0.0; }
    if (${line}) { dx[first + ${2 * width * channels}u] = 0.0; dx[first + ${(2 * width + 1) * channels}u] = 0.0; }
    if (${column} && ${line}) { dx[first + ${(2 * width + 2) * channels}u] = 0.0; }
  }`,
    }),
  ];
}

export function globalAveragePool(task: GlobalAveragePool, lowering: Lowering): Dispatch[] {
  const { x } = task.reads;
  const { channels } = dimensions(x.shape);
  const pixels = sizeOf(x.shape) / channels;
  const kernel = lowering.kernel(`${task.layer}: global-average-pool`).bind('x', x).bind('y', task.writes.y);
  return [
    kernel.forEach(channels, true, {
      main: `
  let start = i / ${channels}u * ${pixels * channels}u + i % ${channels}u;
  var sum = 0.0;
  for (var p = 0u; p < ${pixels}u; p++) { sum += x[start + p * ${channels}u]; }
  y[i] = sum / ${f32(pixels)};`,
    }),
  ];
}

export function globalAveragePoolGradient(task: GlobalAveragePoolGradient, lowering: Lowering): Dispatch[] {
  const { dx } = task.writes;
  const { channels } = dimensions(dx.shape);
  const size = sizeOf(dx.shape);
  const kernel = lowering.kernel(`${task.layer}: global-average-pool-gradient`);
  kernel.bind('dy', task.reads.dy).bind('dx', dx);
  return [
    kernel.forEach(size, true, {
      main: `dx[i] = dy[i / ${size}u * ${channels}u + i % ${channels}u] / ${f32(size / channels)};`,
    }),
  ];
}
