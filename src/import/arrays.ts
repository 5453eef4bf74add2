/** Arrays of images and arrays of labels, found by their shapes and put together. */
import type { Split } from '../spec/dataSpec.ts';
import { counted } from '../spec/numbers.ts';
import { type NumberArray, readIdx, readNpy, type Values } from './array.ts';
import { type Range, rangeOf, scaleOf, toBytes } from './brightness.ts';
import { type Layout, pictureOf, squareOf } from './layout.ts';
import { splitOfFile } from './names.ts';
import { Unreadable } from './refusal.ts';
import { chosen, liesOnItsSide, type Notes, type Reading, type Sample } from './sample.ts';
import type { PlainFile } from './unpack.ts';

interface Images {
  readonly path: string;
  readonly count: number;
  readonly array: NumberArray;
  readonly layout: Layout;
}

interface Labels {
  readonly path: string;
  readonly values: ArrayLike<number>;
}

interface Pair {
  readonly images: Images;
  readonly labels: Labels;
  readonly split: Split | undefined;
  readonly range: Range;
}

/** Fewer numbers in a row than this are no image. */
const LEAST_PIXELS = 16;
/** Columns of QMNIST's labels; the first is the class. https://github.com/facebookresearch/qmnist */
const QMNIST_COLUMNS = 8;

export class Arrays {
  readonly #images: Images[] = [];
  readonly #labels: Labels[] = [];
  readonly #notes: Notes;
  readonly #reading: Reading;
  constructor(reading: Reading, notes: Notes) {
    this.#reading = reading;
    this.#notes = notes;
  }

  /** @throws Unreadable */
  add({ path, kind, bytes }: PlainFile): void {
    const array = kind === 'npy' ? readNpy(bytes) : readIdx(bytes);
    const labels = labelsIn(array, kind === 'idx');
    if (labels) {
      this.#labels.push({ path, values: labels });
      return;
    }
    this.#images.push(imagesIn(path, array, this.#reading, this.#notes));
  }

  /** Pair by pair. */
  *samples(): Generator<Sample, void> {
    const pairs = this.#pairs();
    const brightest = new Map<NumberArray['type'], number>();
    for (const { images, range } of pairs) {
      const { type } = images.array;
      brightest.set(type, Math.max(range.most, brightest.get(type) ?? 0));
    }
    for (const { images, labels, split, range } of pairs) {
      const { path, count, array, layout } = images;
      const { height, width, channels, transposed } = layout;
      const size = height * width * channels;
      const scale = scaleOf(range, brightest.get(array.type) ?? 0, isFloat(array));
      const bytes = toBytes(array.values, scale);
      for (let i = 0; i < count; i++)
        yield {
          path: `${path}, image ${i}`,
          label: String(labels.values[i]),
          split,
          ...(transposed ? { width: height, height: width } : { width, height }),
          picture: () => pictureOf(bytes.subarray(i * size, (i + 1) * size), layout),
        };
    }
  }

  /** Each array of images with the labels that are as many, of the same split and nearest in name. */
  #pairs(): Pair[] {
    const labels = [...this.#labels];
    const pairs: Pair[] = [];
    for (const images of this.#images) {
      const split = splitOfFile(images.path);
      const fitting = labels
        .filter(({ path, values }) => values.length === images.count && splitOfFile(path) === split)
        .sort((a, b) => alike(b.path, images.path) - alike(a.path, images.path));
      const [own] = fitting;
      if (!own) {
        this.#notes.skip(
          images.path,
          `${counted(images.count, 'image')} without as many labels: drop the labels' file with it`,
        );
        continue;
      }
      labels.splice(labels.indexOf(own), 1);
      try {
        const range = rangeOf([images.array.values], isFloat(images.array));
        pairs.push({ images, labels: own, split, range });
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        this.#notes.skip(images.path, error.message);
      }
    }
    for (const { path, values } of labels)
      this.#notes.skip(
        path,
        `${counted(values.length, 'label')} without as many images: drop the images' file with it`,
      );
    return pairs;
  }
}

const isFloat = ({ type }: NumberArray): boolean => type.startsWith('f');

/** Length of the beginning that two paths share. */
function alike(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** @returns a class a row, or undefined for what is no array of labels @throws Unreadable for several labels a row */
function labelsIn({ shape, values }: NumberArray, idx: boolean): ArrayLike<number> | undefined {
  const [rows = 0, columns = 1] = shape;
  const classes = shape.length === 2 && columns > 1 ? oneHot(values, columns) : undefined;
  if (classes) return classes;
  if (shape.length === 0 || shape.length > 2 || columns >= LEAST_PIXELS) return undefined;
  const qmnist = idx && columns === QMNIST_COLUMNS;
  if (columns > 1 && !qmnist)
    throw new Unreadable(`${columns} labels an image: a set has one class an image, choose one column`);
  const labels =
    columns === 1 ? values : Array.from({ length: rows }, (_, row) => values[row * columns] ?? 0);
  for (const [row, label] of Array.from(labels).entries())
    if (!Number.isSafeInteger(label))
      throw new Unreadable(`label ${row} is ${label}: classes are whole numbers`);
  return labels;
}

/** @returns the place of the 1 in each row; undefined where a row is not one 1 among zeros */
function oneHot(values: Values, columns: number): Uint32Array | undefined {
  const classes = new Uint32Array(values.length / columns);
  for (let row = 0; row < classes.length; row++) {
    const label = values.indexOf(1, row * columns) - row * columns;
    if (!(label >= 0 && label < columns)) return undefined;
    for (let column = 0; column < columns; column++)
      if (column !== label && values[row * columns + column] !== 0) return undefined;
    classes[row] = label;
  }
  return classes.length > 0 ? classes : undefined;
}

function imagesIn(path: string, array: NumberArray, reading: Reading, notes: Notes): Images {
  const transposed = liesOnItsSide(path, reading, notes);
  const layout = { ...layoutOf(array.shape, reading, notes), transposed };
  return { path, count: array.shape[0] ?? 0, array, layout };
}

/** Of [images, …]. A row of colours is as in CIFAR's Python files: all red, all green, all blue. @throws Unreadable */
function layoutOf(shape: readonly number[], reading: Reading, notes: Notes): Omit<Layout, 'transposed'> {
  const [, a = 0, b, c] = shape;
  if (shape.length === 4 && b !== undefined && c !== undefined) {
    if ([1, 3, 4].includes(c)) return { height: a, width: b, channels: c, channelsFirst: false };
    if ([1, 3, 4].includes(a)) return { height: b, width: c, channels: a, channelsFirst: true };
  }
  if (shape.length === 3 && b !== undefined)
    return { height: a, width: b, channels: 1, channelsFirst: false };
  const square = shape.length === 2 ? squareOf(a) : undefined;
  if (square)
    return {
      ...square,
      channelsFirst: square.channels > 1 && chosen('channelsFirst', true, reading, notes),
    };
  throw new Unreadable(
    `an array of ${shape.join(' × ')}: images are N × height × width, with 1, 3 or 4 channels last or before the height`,
  );
}
