/**
 * The product of two matrices, C = A · B, tile by tile: what convolutions (by implicit im2col), dense layers and their
 * gradients come down to. A workgroup makes a tile of C, a thread some numbers of it. `shared` tiles are fetched into the
 * workgroup's memory first, by all threads together, which spares a GPU most of its reading; without, each thread reads for
 * itself, which is what suits a processor that plays a GPU. Where C is too small to keep a device busy, the sum is split,
 * and a second pass adds the parts up in a fixed order: there are no atomics, so a device gives the same bits every time.
 */
import type { Dispatch, Kernel } from './kernel.ts';

export interface Tile {
  readonly shared: boolean;
  /** Threads along rows and columns of C. */
  readonly threads: readonly [rows: number, columns: number];
  /** Numbers of C a thread makes: multiples of 4. */
  readonly each: readonly [rows: number, columns: number];
  /** How much of the sum at a time: a multiple of 4. */
  readonly depth: number;
}

/** A matrix that is read, by WGSL expressions of `side`, A's row or B's column, and `k`. */
interface Factor {
  /** In which direction neighbouring threads had better read: that in which memory goes. */
  readonly memory: 'k' | 'side';
}

export interface Left extends Factor {
  /** Whether its four numbers follow one another along k or along rows, which is then a multiple of 4; 0 beyond `kEnd`. */
  readonly along: 'k' | 'side';
  readonly four: string;
  /** The same in steps, so that a thread works out once what stays the same from one k, or from one row, to the next. */
  readonly inSteps?: {
    readonly ofSide: (side: string) => string;
    readonly ofK: (k: string) => string;
    /** Of both, and of the side itself. */
    readonly four: (ofSide: string, ofK: string, side: string) => string;
  };
}

export interface Right extends Factor {
  readonly one: string;
  /** Four numbers along `memory`, the first at a multiple of 4; where they can be had at once. */
  readonly four?: string;
}

export interface Product {
  readonly a: Left;
  readonly b: Right;
  readonly rows: Extent;
  readonly columns: number;
  readonly depth: Extent;
  /** Parts that the sum is split into. */
  readonly splits: number;
  /** Body of a function of `row`, `column`, `value` and `split`. */
  readonly store: string;
  readonly outside?: string;
}

/** A number in WGSL, and the same in TypeScript. */
export interface Extent {
  readonly code: string;
  of(images: number): number;
}

export const fixed = (n: number): Extent => ({ code: `${n}u`, of: () => n });
/** So many for each image. */
export const perImage = (n: number): Extent => ({
  code: `(frame.images * ${n}u)`,
  of: (images) => images * n,
});

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const COMPONENTS = 'xyzw';

/** @param kernel what `four`, `one` and `store` use is bound in it */
export function multiply(kernel: Kernel, product: Product, tile: Tile): Dispatch {
  const { a, b, rows, columns, depth, splits, store } = product;
  const [threadRows, threadColumns] = tile.threads;
  const height = threadRows * tile.each[0];
  const width = threadColumns * tile.each[1];
  const across = Math.ceil(columns / width);
  const outside = `
${product.outside ?? ''}
var<private> kEnd: u32;
fn loadA(row: u32, place: u32) -> vec4f {
  let side = ${a.along === 'k' ? `min(row, ${rows.code} - 1u)` : 'row'};
  ${tile.shared ? 'let k = min(place, kEnd - 1u);' : 'let k = place;'}
  let value = ${a.four};
  return ${tile.shared ? 'select(value, vec4f(), place >= kEnd)' : 'value'};
}
fn one(column: u32, place: u32) -> f32 {
  let side = min(column, ${columns - 1}u);
  let k = min(place, kEnd - 1u);
  return ${b.one};
}
fn store(row: u32, column: u32, value: f32, split: u32) {
${store}
}`;
  const begin = `
  let tileAcross = workgroup % ${across}u;
  let split = (workgroup / ${across}u) % ${splits}u;
  let row0 = (workgroup / ${across * splits}u) * ${height}u;
  let column0 = tileAcross * ${width}u;
  let threadRow = thread / ${threadColumns}u;
  let threadColumn = thread % ${threadColumns}u;
  let depth = ${depth.code};
  let part = (depth + ${splits * tile.depth - 1}u) / ${splits * tile.depth}u * ${tile.depth}u;
  let end = min(depth, (split + 1u) * part);
  kEnd = end;`;
  const body = (tile.shared ? inTiles : direct)(product, tile);
  const workgroups = (images: number): number => Math.ceil(rows.of(images) / height) * across * splits;
  const text = { outside: outside + body.outside, main: begin + body.main };
  return kernel.dispatch(text, workgroups, threadRows * threadColumns);
}

/** WGSL that stores what is inside C. @param of a row's columns and values */
function stores(
  product: Product,
  rows: readonly number[],
  width: number,
  rowOf: (i: number) => string,
  of: (i: number) => readonly (readonly [column: string, value: string])[],
): string {
  const storeIn = (i: number): string[] =>
    of(i).map(([column, value]) => {
      const call = `store(${rowOf(i)}, ${column}, ${value}, split);`;
      return product.columns % width === 0 ? call : `if (${column} < ${product.columns}u) { ${call} }`;
    });
  return rows
    .map((i) => `  if (${rowOf(i)} < ${product.rows.code}) {\n    ${storeIn(i).join('\n    ')}\n  }`)
    .join('\n');
}

/** Each thread for itself, four columns at a time. */
function direct(product: Product, { threads, each }: Tile): { outside: string; main: string } {
  const { a, b, columns } = product;
  const rows = range(each[0]);
  const vectors = range(each[1] / 4);
  const byK = a.along === 'k';
  const step = byK ? 4 : 1;
  const turned = byK && b.four !== undefined && b.memory === 'k';
  const factor = (i: number, kk: number): string =>
    byK ? `a${i}.${COMPONENTS[kk]}` : `a${i >> 2}.${COMPONENTS[i % 4]}`;
  const columnOf = (j: number): string => `column0 + 4u * (threadColumn + ${j * threads[1]}u)`;
  const add = (j: number): string[] =>
    turned
      ? [
          ...range(4).map((n) => `    let w${j}_${n} = fourB(${columnOf(j)} + ${n}u, k);`),
          ...rows.map(
            (i) =>
              `    c${i}_${j} += vec4f(${range(4)
                .map((n) => `dot(a${i}, w${j}_${n})`)
                .join(', ')});`,
          ),
        ]
      : range(step).flatMap((kk) => [
          `    let b${kk}_${j} = fourB(${columnOf(j)}, k + ${kk}u);`,
          ...rows.map((i) => `    c${i}_${j} += ${factor(i, kk)} * b${kk}_${j};`),
        ]);
  const loads = byK ? rows : range(each[0] / 4);
  const sideOf = (n: number): string =>
    byK ? `min(row + ${n}u, ${product.rows.code} - 1u)` : `row + ${4 * n}u`;
  const { inSteps } = a;
  const last = turned ? columns - 1 : columns - 4;
  const outside = `
fn fourB(column: u32, place: u32) -> vec4f {
${
  b.four && (b.memory === 'side' || turned)
    ? `  let side = min(column, ${last}u);
  let k = ${turned ? 'place' : 'min(place, kEnd - 1u)'};
  return ${b.four};`
    : `  return vec4f(${range(4)
        .map((n) => `one(column + ${n}u, place)`)
        .join(', ')});`
}
}`;
  const main = `
  let row = row0 + threadRow * ${each[0]}u;
${rows.flatMap((i) => vectors.map((j) => `  var c${i}_${j} = vec4f();`)).join('\n')}
${inSteps ? loads.map((n) => `  let side${n} = ${inSteps.ofSide(sideOf(n))};`).join('\n') : ''}
  for (var k = split * part; k < end; k += ${step}u) {
${inSteps ? `    let ofK = ${inSteps.ofK('k')};` : ''}
${loads.map((n) => `    let a${n} = ${inSteps?.four(`side${n}`, 'ofK', sideOf(n)) ?? `loadA(row + ${byK ? n : 4 * n}u, k)`};`).join('\n')}
${vectors.flatMap(add).join('\n')}
  }
${stores(
  product,
  rows,
  threads[1] * each[1],
  (i) => `row + ${i}u`,
  (i) => fourStores(i, vectors, columnOf),
)}`;
  return { outside, main };
}

const fourStores = (i: number, vectors: readonly number[], columnOf: (j: number) => string) =>
  vectors.flatMap((j) =>
    range(4).map((n) => [`${columnOf(j)} + ${n}u`, `c${i}_${j}.${COMPONENTS[n]}`] as const),
  );

/** WGSL that brings a stretch of A or B into a tile in workgroup memory, `[row][k / 4]` or `[k][side / 4]`. */
function fetch(
  name: 'A' | 'B',
  along: 'k' | 'side',
  memory: 'k' | 'side',
  side: number,
  depth: number,
  threads: number,
): string {
  const first = name === 'A' ? 'row0' : 'column0';
  const [sides, ks] = along === 'k' ? [side, depth / 4] : [side / 4, depth];
  const [s, d] = memory === 'k' ? [`i / ${ks}u`, `i % ${ks}u`] : [`i % ${sides}u`, `i / ${sides}u`];
  const [perSide, perK] = along === 'k' ? ['', '4u * '] : ['4u * ', ''];
  return `
    for (var i = thread; i < ${sides * ks}u; i += ${threads}u) {
      let s = ${s};
      let d = ${d};
      tile${name}[${along === 'k' ? `s * ${ks}u + d` : `d * ${sides}u + s`}] = load${name}(${first} + ${perSide}s, k + ${perK}d);
    }`;
}

function inTiles(product: Product, tile: Tile): { outside: string; main: string } {
  const { a, b, columns } = product;
  const { threads, each, depth } = tile;
  const count = threads[0] * threads[1];
  const height = threads[0] * each[0];
  const width = threads[1] * each[1];
  const [aVectors, bVectors] = [height / 4, width / 4];
  const rows = range(each[0]);
  const vectors = range(each[1] / 4);
  const byK = a.along === 'k';
  // A thread's numbers lie apart, so that neighbours read what is side by side.
  const rowOf = (i: number): string =>
    byK
      ? `row0 + threadRow + ${i * threads[0]}u`
      : `row0 + 4u * (threadRow + ${(i >> 2) * threads[0]}u) + ${i % 4}u`;
  const four = range(4).map((j) => `one(column + ${j}u, place)`);
  const outside = `
var<workgroup> tileA: array<vec4f, ${depth * aVectors}>;
var<workgroup> tileB: array<vec4f, ${depth * bVectors}>;
fn loadB(column: u32, place: u32) -> vec4f {
${
  b.four && b.memory === 'side'
    ? `  let k = min(place, kEnd - 1u);\n  let side = min(column, ${columns - 4}u);\n  return ${b.four};`
    : `  return vec4f(${four.join(', ')});`
}
}`;
  const add = (factor: (i: number) => string, kk: number): string[] =>
    vectors.flatMap((j) => [
      `      let b${kk}_${j} = tileB[${byK ? `(4u * d + ${kk}u)` : 'd'} * ${bVectors}u + threadColumn + ${j * threads[1]}u];`,
      ...rows.map((i) => `      c${i}_${j} += ${factor(i)} * b${kk}_${j};`),
    ]);
  const inner = byK
    ? [
        ...rows.map((i) => `      let a${i} = tileA[(threadRow + ${i * threads[0]}u) * ${depth / 4}u + d];`),
        ...range(4).flatMap((kk) => add((i) => `a${i}.${COMPONENTS[kk]}`, kk)),
      ]
    : [
        ...range(each[0] / 4).map(
          (v) => `      let a${v} = tileA[d * ${aVectors}u + threadRow + ${v * threads[0]}u];`,
        ),
        ...add((i) => `a${i >> 2}.${COMPONENTS[i % 4]}`, 0),
      ];
  const main = `
${rows.flatMap((i) => vectors.map((j) => `  var c${i}_${j} = vec4f();`)).join('\n')}
  for (var k = split * part; k < end; k += ${depth}u) {${fetch('A', a.along, a.memory, height, depth, count)}${fetch('B', 'side', b.memory, width, depth, count)}
    workgroupBarrier();
    for (var d = 0u; d < ${byK ? depth / 4 : depth}u; d++) {
${inner.join('\n')}
    }
    workgroupBarrier();
  }
${stores(product, rows, width, rowOf, (i) =>
  fourStores(i, vectors, (j) => `column0 + 4u * (threadColumn + ${j * threads[1]}u)`),
)}`;
  return { outside, main };
}
