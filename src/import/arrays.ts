/** Arrays of images and arrays of labels, found by their shapes and put together. */
import { counted } from '../spec/numbers.ts';
import { type NumberArray, readIdx, readNpy } from './array.ts';
import { type Layout, pictureOf, squareOf } from './layout.ts';
import { splitOfFile } from './names.ts';
import type { Picture } from './picture.ts';
import { Unreadable } from './refusal.ts';
import { chosen, liesOnItsSide, type Notes, type Reading, type Sample } from './sample.ts';
import type { PlainFile } from './unpack.ts';

interface Images {
  readonly path: string;
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly at: (image: number) => Picture;
}

interface Labels {
  readonly path: string;
  readonly values: ArrayLike<number>;
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

  /** Each array of images with the labels that are as many, of the same split and nearest in name. */
  *samples(): Generator<Sample, void> {
    const labels = [...this.#labels];
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
      for (let i = 0; i < images.count; i++) {
        const { width, height } = images;
        yield {
          path: `${images.path}, image ${i}`,
          label: String(own.values[i]),
          split,
          width,
          height,
          picture: () => images.at(i),
        };
      }
    }
    for (const { path, values } of labels)
      this.#notes.skip(
        path,
        `${counted(values.length, 'label')} without as many images: drop the images' file with it`,
      );
  }
}

/** Length of the beginning that two paths share. */
function alike(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** @returns a class a row, or undefined for what is no array of labels @throws Unreadable for several labels a row */
function labelsIn({ shape, values }: NumberArray, idx: boolean): ArrayLike<number> | undefined {
  const [rows = 0, columns = 1] = shape;
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

function imagesIn(path: string, array: NumberArray, reading: Reading, notes: Notes): Images {
  const transposed = liesOnItsSide(path, reading, notes);
  const layout = { ...layoutOf(array.shape, reading, notes), transposed };
  const { height, width, channels } = layout;
  const bytes = toBytes(array);
  const [count = 0] = array.shape;
  const size = height * width * channels;
  return {
    path,
    count,
    at: (image) => pictureOf(bytes.subarray(image * size, (image + 1) * size), layout),
    ...(transposed ? { width: height, height: width } : { width, height }),
  };
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

/** Brightness 0 … 255. Fractions to 1 and from −1 are shares of it; 16-bit numbers keep their upper half. */
export function toBytes({ values, floats }: Pick<NumberArray, 'values' | 'floats'>): Uint8Array {
  if (values instanceof Uint8Array && !floats) return values;
  let [least, most] = [0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) throw new Unreadable(`a pixel is ${value}`);
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least < (floats ? -1 : 0) || most > 65535 || (least < 0 && most > 1))
    throw new Unreadable(
      `pixels from ${least} to ${most}: 0 … 255, 0 … 65,535, 0 … 1 and −1 … 1 can be read`,
    );
  const [add, times] =
    least < 0 ? [1, 127.5] : floats && most <= 1 ? [0, 255] : most > 255 ? [0, 1 / 257] : [0, 1];
  return Uint8Array.from(values, (value) => Math.round((value + add) * times));
}
