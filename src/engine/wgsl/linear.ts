/** Convolutions and dense layers, and their gradients, as products of matrices. */
import type {
  Conv2d,
  Conv2dFilterGradient,
  Conv2dInputGradient,
  Dense,
  DenseInputGradient,
  DenseKernelGradient,
} from '../program/operation.ts';
import { dimensions, matrixOf, type Value } from '../program/value.ts';
import { type Dispatch, type Kernel, over, rest, vectorType } from './kernel.ts';
import type { Lowering } from './lowering.ts';
import { type Extent, fixed, type Left, multiply, type Product, perImage, type Right } from './matmul.ts';
import { cutOff } from './relu.ts';

/** Four numbers in a row. */
const four = (call: (j: number) => string): string => `vec4f(${[0, 1, 2, 3].map(call).join(', ')})`;

/** Rows of an array as they lie in memory: k along them. */
const rowsOf = (array: string, length: number): Left => ({
  ...{ along: 'k', memory: 'k' },
  four:
    length % 4 === 0
      ? `${array}[(side * ${length}u + k) / 4u]`
      : four((j) => `select(0.0, ${array}[side * ${length}u + k + ${j}u], k + ${j}u < kEnd)`),
});

/** Rows of an array, k across them. */
const columnsOf = (array: string, length: number): Right => ({
  memory: 'side',
  ...numberAt(array, length, `k * ${length}u + side`),
});

/** A number of an array of rows of such a length, and four where those are made of fours. */
const numberAt = (array: string, length: number, at: string): Pick<Right, 'one' | 'four'> =>
  length % 4 === 0
    ? { one: `${array}[(${at}) / 4u][(${at}) % 4u]`, four: `${array}[(${at}) / 4u]` }
    : { one: `${array}[${at}]` };

/** An array [columns, k], turned round. */
const turned = (array: string, length: number): Right => ({
  memory: 'k',
  ...numberAt(array, length, `side * ${length}u + k`),
});

interface Window {
  readonly size: number;
  readonly stride: number;
  readonly from: ReturnType<typeof dimensions>;
  readonly to: ReturnType<typeof dimensions>;
}

/** WGSL of a kernel's places = (ky, kx, channel), four of which lie side by side where channels are made of fours. */
const placesOf = (size: number, channels: number): string => `
struct Pixel { image: u32, line: i32, column: i32 }
struct Place { line: i32, column: i32, channel: u32 }
fn placeOf(place: u32) -> Place {
  let tap = ${over('place', channels)};
  let line = ${over('tap', size)};
  return Place(i32(line), i32(tap - line * ${size}u), ${rest('place', channels)});
}`;

/** WGSL of images' pixels: an image's number, and line and column as `of` makes them. */
const pixelsOf = (height: number, width: number, of: (axis: string) => string): string => `
fn pixelOf(pixel: u32) -> Pixel {
  let image = ${over('pixel', height * width)};
  let inside = pixel - image * ${height * width}u;
  let line = ${over('inside', width)};
  let column = inside - line * ${width}u;
  return Pixel(image, ${of('line')}, ${of('column')});
}`;

/** WGSL of what `array` has at `line` and `column`, and 0 where that is not `there`. */
const readAt = (array: string, { height, width, channels }: Window['from'], there: string): string => {
  const type = vectorType(channels);
  const at = `((pixel.image * ${height}u + line) * ${width}u + column) * ${channels}u + place.channel`;
  return `
  let there = ${there};
  let at = select(0u, ${at}, there);
  return select(${type}(), ${array}[${type === 'vec4f' ? 'at / 4u' : 'at'}], there);`;
};

/** What a convolution's output pixel sees at a place of the kernel, as `seen(pixel, place)`. */
function seenBy({ size, stride, from, to }: Window, array: string): string {
  const first = (axis: string): string => `i32(${axis} * ${stride}u) - ${size >> 1}`;
  return `${placesOf(size, from.channels)}${pixelsOf(to.height, to.width, first)}
fn seenAt(pixel: Pixel, place: Place) -> ${vectorType(from.channels)} {
  let line = u32(pixel.line + place.line);
  let column = u32(pixel.column + place.column);${readAt(array, from, `(line < ${from.height}u) & (column < ${from.width}u)`)}
}
fn seen(pixel: u32, place: u32) -> ${vectorType(from.channels)} { return seenAt(pixelOf(pixel), placeOf(place)); }`;
}

/** What comes back to an input pixel through a place of the kernel, as `back(pixel, place)`: its channels are filters. */
function backTo({ size, stride, from, to }: Window, array: string): string {
  const last = (axis: string): string => `i32(${axis}) + ${size >> 1}`;
  const along = (axis: 'line' | 'column', length: number): string => `
  let ${axis}Strides = pixel.${axis} - place.${axis};
  let ${axis} = ${over(`u32(${axis}Strides)`, stride)};
  let ${axis}There = (${axis}Strides >= 0) & ${stride > 1 ? `((${rest(`u32(${axis}Strides)`, stride)}) == 0u) & ` : ''}(${axis} < ${length}u);`;
  const axes = `${along('line', to.height)}${along('column', to.width)}`;
  return `${placesOf(size, to.channels)}${pixelsOf(from.height, from.width, last)}
fn backAt(pixel: Pixel, place: Place) -> ${vectorType(to.channels)} {${axes}${readAt(array, to, 'lineThere & columnThere')}
}
fn back(pixel: u32, place: u32) -> ${vectorType(to.channels)} { return backAt(pixelOf(pixel), placeOf(place)); }`;
}

const windowOf = (x: Value, y: Value, kernel: Value, stride: number): Window => ({
  ...{ size: kernel.shape[0] ?? 1, stride },
  ...{ from: dimensions(x.shape), to: dimensions(y.shape) },
});

/** A call of `seen` or `back` for four places in a row. */
const fourPlaces = (name: string, channels: number): Left => ({
  ...{ along: 'k', memory: 'k' },
  ...(channels % 4 === 0 && {
    inSteps: {
      ofSide: (pixel) => `pixelOf(${pixel})`,
      ofK: (place) => `placeOf(${place})`,
      four: (pixel, place) => `${name}At(${pixel}, ${place})`,
    },
  }),
  four:
    channels % 4 === 0
      ? `${name}(side, k)`
      : four((j) => `select(0.0, ${name}(side, k + ${j}u), k + ${j}u < kEnd)`),
});

/** y = A · B + bias, cut off at 0 where a ReLU follows. */
function forward(
  task: Conv2d | Dense,
  lowering: Lowering,
  a: Left,
  outside: string,
  rows: Extent,
  depth: number,
): Dispatch[] {
  const { x, kernel, bias } = task.reads;
  const { y } = task.writes;
  const columns = y.shape.at(-1) ?? 1;
  const label = `${task.layer}: ${task.kind}`;
  const { tile, splits } = lowering.tiling({
    ...{ kind: task.kind, rows: rows.of(lowering.batch), columns, depth },
  });
  const product = {
    ...{ a, b: columnsOf('weights', columns), rows, columns, depth: fixed(depth), splits, outside },
  };
  const inputs = lowering.kernel(label).bind('x', x, vectorType(dimensions(x.shape).channels));
  inputs.bind('weights', kernel, vectorType(columns));
  const finished = cutOff(task.relu, 'sum');
  if (splits === 1) {
    inputs.bind('bias', bias).bind('y', y);
    const store = `  let sum = value + bias[column];\n  y[row * ${columns}u + column] = ${finished};`;
    return [multiply(inputs, { ...product, store }, tile)];
  }
  const parts = lowering.workspace(task, 'parts', splits * rows.of(lowering.batch) * columns);
  inputs.bind('parts', parts);
  const store = `  parts[(split * ${rows.code} + row) * ${columns}u + column] = value;`;
  const outputs = lowering.kernel(`${label}, sum`).bind('parts', parts).bind('bias', bias).bind('y', y);
  return [
    multiply(inputs, { ...product, store }, tile),
    outputs.forEach(rows.of(1) * columns, true, {
      main: `
  let stretch = ${rows.code} * ${columns}u;
  var sum = bias[i % ${columns}u];
  for (var p = 0u; p < ${splits}u; p++) { sum += parts[p * stretch + i]; }
  y[i] = ${finished};`,
    }),
  ];
}

export function conv2d(task: Conv2d, lowering: Lowering): Dispatch[] {
  const { x, kernel } = task.reads;
  const window = windowOf(x, task.writes.y, kernel, task.stride);
  const { size, from, to } = window;
  const rows = perImage(to.height * to.width);
  const a = fourPlaces('seen', from.channels);
  return forward(task, lowering, a, seenBy(window, 'x'), rows, size * size * from.channels);
}

export function dense(task: Dense, lowering: Lowering): Dispatch[] {
  const [inputs] = matrixOf(task.reads.kernel);
  const x = { ...task.reads.x, shape: [inputs] };
  const flat = { ...task, reads: { ...task.reads, x } };
  return forward(flat, lowering, rowsOf('x', inputs), '', perImage(1), inputs);
}

/** A gradient with a row an image or pixel. */
function inputGradient(
  kernel: Kernel,
  lowering: Lowering,
  product: Omit<Product, 'store' | 'splits'>,
  { kind, writes: { dx } }: Conv2dInputGradient | DenseInputGradient,
): Dispatch {
  const { rows, columns, depth } = product;
  const { tile } = lowering.tiling({
    ...{ kind, rows: rows.of(lowering.batch), columns, depth: depth.of(lowering.batch) },
  });
  kernel.bind('dx', dx);
  const store = `  dx[row * ${columns}u + column] = value;`;
  return multiply(kernel, { ...product, store, splits: 1 }, tile);
}

export function conv2dInputGradient(task: Conv2dInputGradient, lowering: Lowering): Dispatch[] {
  const { dy, kernel } = task.reads;
  const { dx } = task.writes;
  const window = windowOf(dx, dy, kernel, task.stride);
  const { size, from, to } = window;
  const b: Right = {
    memory: 'k',
    ...numberAt(
      'weights',
      to.channels,
      `((${over('k', to.channels)}) * ${from.channels}u + side) * ${to.channels}u + (${rest('k', to.channels)})`,
    ),
  };
  const bound = lowering.kernel(`${task.layer}: ${task.kind}`);
  bound.bind('dy', dy, vectorType(to.channels)).bind('weights', kernel, vectorType(to.channels));
  const rows = perImage(from.height * from.width);
  const sides = { rows, columns: from.channels, depth: fixed(size * size * to.channels) };
  const factors = { a: fourPlaces('back', to.channels), b, outside: backTo(window, 'dy') };
  return [inputGradient(bound, lowering, { ...factors, ...sides }, task)];
}

export function denseInputGradient(task: DenseInputGradient, lowering: Lowering): Dispatch[] {
  const { dy, kernel } = task.reads;
  const [inputs, outputs] = matrixOf(kernel);
  const bound = lowering.kernel(`${task.layer}: ${task.kind}`);
  bound.bind('dy', dy, vectorType(outputs)).bind('weights', kernel, vectorType(outputs));
  const factors = { a: rowsOf('dy', outputs), b: turned('weights', outputs) };
  const sides = { rows: perImage(1), columns: inputs, depth: fixed(outputs) };
  return [inputGradient(bound, lowering, { ...factors, ...sides }, task)];
}

/** A kernel's gradient and, as one row more, its bias's, whose inputs are all 1. */
function kernelGradient(
  task: { layer: string; kind: string },
  lowering: Lowering,
  bind: (kernel: Kernel) => Kernel,
  product: Pick<Product, 'a' | 'depth' | 'outside'>,
  dkernel: Value,
  dbias: Value,
): Dispatch[] {
  const [inputs, columns] = matrixOf(dkernel);
  const rows = inputs + 1;
  const { tile, splits } = lowering.tiling({
    ...{ kind: task.kind, rows, columns, depth: product.depth.of(lowering.batch) },
  });
  const label = `${task.layer}: ${task.kind}`;
  const sides = { ...product, b: columnsOf('dy', columns), rows: fixed(rows), columns, splits };
  if (splits === 1) {
    const kernel = bind(lowering.kernel(label)).bind('dkernel', dkernel).bind('dbias', dbias);
    const store = `  if (row < ${inputs}u) { dkernel[row * ${columns}u + column] = value; } else { dbias[column] = value; }`;
    return [multiply(kernel, { ...sides, store }, tile)];
  }
  const parts = lowering.workspace(task, 'parts', splits * rows * columns);
  const kernel = bind(lowering.kernel(label)).bind('parts', parts);
  const store = `  parts[(split * ${rows}u + row) * ${columns}u + column] = value;`;
  const sum = lowering.kernel(`${label}, sum`).bind('parts', parts).bind('dkernel', dkernel);
  return [
    multiply(kernel, { ...sides, store }, tile),
    sum.bind('dbias', dbias).forEach(rows * columns, false, {
      main: `
  var sum = 0.0;
  for (var p = 0u; p < ${splits}u; p++) { sum += parts[p * ${rows * columns}u + i]; }
  if (i < ${inputs * columns}u) { dkernel[i] = sum; } else { dbias[i - ${inputs * columns}u] = sum; }`,
    }),
  ];
}

/** The last row of all, a bias's, has its own. */
const orOne = (value: string, inputs: number, side: string): string =>
  `select(${value}, vec4f(select(0.0, 1.0, ${side} == ${inputs}u), 0.0, 0.0, 0.0), ${side} >= ${inputs}u)`;

/** Four inputs of a kernel's gradient, the last of all being 1. @param input WGSL of input \`place\` */
const fourInputs = (
  inputs: number,
  together: string | undefined,
  input: (place: string) => string,
): Left => ({
  ...{ along: 'side', memory: 'side' },
  four: together
    ? orOne(together, inputs, 'side')
    : four((j) => {
        const place = `side + ${j}u`;
        return `select(select(0.0, 1.0, ${place} == ${inputs}u), ${input(place)}, ${place} < ${inputs}u)`;
      }),
});

export function conv2dFilterGradient(task: Conv2dFilterGradient, lowering: Lowering): Dispatch[] {
  const { x, dy } = task.reads;
  const { dkernel, dbias } = task.writes;
  const window = windowOf(x, dy, dkernel, task.stride);
  const { from, to } = window;
  const together = from.channels % 4 === 0 ? 'seen(k, side)' : undefined;
  const [inputs] = matrixOf(dkernel);
  const a: Left = {
    ...fourInputs(inputs, together, (place) => `seen(k, ${place})`),
    ...(together && {
      inSteps: {
        ofSide: (place) => `placeOf(${place})`,
        ofK: (pixel) => `pixelOf(${pixel})`,
        four: (place, pixel, side) => orOne(`seenAt(${pixel}, ${place})`, inputs, side),
      },
    }),
  };
  const bind = (kernel: Kernel): Kernel =>
    kernel.bind('x', x, vectorType(from.channels)).bind('dy', dy, vectorType(to.channels));
  const product = { a, depth: perImage(to.height * to.width), outside: seenBy(window, 'x') };
  return kernelGradient(task, lowering, bind, product, dkernel, dbias);
}

/** Its bias's gradient, too. */
export function denseKernelGradient(task: DenseKernelGradient, dbias: Value, lowering: Lowering): Dispatch[] {
  const { x, dy } = task.reads;
  const { dkernel } = task.writes;
  const [inputs] = matrixOf(dkernel);
  const together = inputs % 4 === 0 ? `x[(k * ${inputs}u + side) / 4u]` : undefined;
  const a = fourInputs(inputs, together, (place) => `x[k * ${inputs}u + ${place}]`);
  const bind = (kernel: Kernel): Kernel =>
    kernel.bind('x', x, vectorType(inputs)).bind('dy', dy, vectorType(matrixOf(dkernel)[1]));
  return kernelGradient(task, lowering, bind, { a, depth: perImage(1) }, dkernel, dbias);
}
