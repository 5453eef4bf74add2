/** Arrays of images and arrays of labels, found by their shapes and put together. */
import { type NumberArray, readIdx, readNpy } from './array.ts';
import { splitOfFile } from './names.ts';
import { onGround, type Picture } from './picture.ts';
import { Unreadable } from './refusal.ts';
import type { Notes, Reading, Sample } from './sample.ts';
import type { PlainFile } from './unpack.ts';

interface Images {
  readonly path: string;
  readonly count: number;
  readonly width: number;
  readonly height: number;
  /** As stored: 4 is colour with opacity. */
  readonly channels: number;
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
    const emnist = /emnist/i.test(path);
    if (emnist) this.#notes.offer('transposed');
    this.#images.push(imagesIn(path, array, this.#reading.transposed ?? emnist));
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
          `${images.count} images without as many labels: drop the labels' file with it`,
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
      this.#notes.skip(path, `${values.length} labels without as many images: drop the images' file with it`);
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

function imagesIn(path: string, array: NumberArray, transposed: boolean): Images {
  const { height, width, channels, planes } = layoutOf(array.shape);
  const bytes = toBytes(array);
  const [count = 0] = array.shape;
  const size = height * width * channels;
  const at = (image: number): Picture => {
    const stored = bytes.subarray(image * size, (image + 1) * size);
    const rows =
      planes || transposed ? rearranged(stored, { height, width, channels, planes, transposed }) : stored;
    return transposed ? onGround(height, width, channels, rows) : onGround(width, height, channels, rows);
  };
  return {
    path,
    count,
    channels,
    at,
    ...(transposed ? { width: height, height: width } : { width, height }),
  };
}

interface Layout {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Channel by channel, as PyTorch has it, and not pixel by pixel. */
  readonly planes: boolean;
}

/** Of [images, …]. @throws Unreadable */
function layoutOf(shape: readonly number[]): Layout {
  const [, a = 0, b, c] = shape;
  if (shape.length === 4 && b !== undefined && c !== undefined) {
    if ([1, 3, 4].includes(c)) return { height: a, width: b, channels: c, planes: false };
    if ([1, 3, 4].includes(a)) return { height: b, width: c, channels: a, planes: true };
  }
  if (shape.length === 3 && b !== undefined) return { height: a, width: b, channels: 1, planes: false };
  if (shape.length === 2) {
    for (const channels of [1, 3]) {
      const side = Math.sqrt(a / channels);
      if (Number.isInteger(side)) return { height: side, width: side, channels, planes: false };
    }
  }
  throw new Unreadable(
    `an array of ${shape.join(' × ')}: images are N × height × width, with 1, 3 or 4 channels last or before the height`,
  );
}

function rearranged(
  stored: Uint8Array,
  { height, width, channels, planes, transposed }: Layout & { readonly transposed: boolean },
): Uint8Array {
  const out = new Uint8Array(stored.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++) {
        const from = planes ? (c * height + y) * width + x : (y * width + x) * channels + c;
        out[(transposed ? x * height + y : y * width + x) * channels + c] = stored[from] ?? 0;
      }
  return out;
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
