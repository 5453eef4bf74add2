import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { init as initWebp } from '@jsquash/webp/decode.js';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { usualPacking } from './describe.ts';
import expected from './fixtures/expected.json' with { type: 'json' };
import { kindOf } from './kind.ts';
import { npy } from './npz.ts';
import { type Packing, pack } from './pack.ts';
import { decodePicture, type PictureKind } from './picture.ts';
import type { Reading } from './sample.ts';
import { samplesOf } from './samples.ts';
import { type Survey, survey } from './survey.ts';
import type { SourceFile } from './unpack.ts';

const fixture = (name: string): Promise<Buffer> => readFile(new URL(`fixtures/${name}`, import.meta.url));
const filesOf = (...names: string[]): Promise<SourceFile[]> =>
  Promise.all(names.map(async (path) => ({ path, blob: new Blob([new Uint8Array(await fixture(path))]) })));

beforeAll(async () => {
  const wasm = fileURLToPath(import.meta.resolve('@jsquash/webp/codec/dec/webp_dec.wasm'));
  await initWebp(await WebAssembly.compile(await readFile(wasm)));
});

async function packed(names: readonly string[], changes: Partial<Packing> = {}, reading: Reading = {}) {
  const files = await filesOf(...names);
  const found = await survey(files, reading);
  const [size] = found.sizes;
  if (!size) throw new Error('a survey has a size');
  const channels = found.colour ? 3 : 1;
  const target = { height: size.height, width: size.width, channels, fitting: 'fit' } as const;
  const classes = found.classes.map(({ label }) => label);
  return {
    found,
    set: await pack(files, { ...target, classes, withoutRepeats: false, ...reading, ...changes }),
  };
}

/** Everything that holds the 42 coloured images. */
const COLOURED = {
  'zip of PNG folders': ['folders.zip'],
  'zip of BMP folders': ['bmp.zip'],
  'zip of lossless WebP folders': ['webp.zip'],
  'tar.gz of GNU tar': ['gnu.tar.gz'],
  'tar.gz with pax headers': ['pax.tar.gz'],
  'NPZ as Keras has it': ['keras.npz'],
  'NPZ as MedMNIST has it': ['medmnist.npz'],
  'NPZ as KMNIST has it': ['k-train-imgs.npz', 'k-train-labels.npz', 'k-test-imgs.npz', 'k-test-labels.npz'],
  'NPY, fractions, channels first, Fortran order': ['npy.zip'],
  'Parquet in three parts': [
    'train-00000-of-00002.parquet',
    'train-00001-of-00002.parquet',
    'test-00000-of-00001.parquet',
  ],
} as const;

describe('the same images', () => {
  it.each(Object.entries(COLOURED))('from a %s are the same set', async (_, names) => {
    const { found, set } = await packed(names);
    const { set: zip } = await packed(['folders.zip']);
    expect(found.images).toBe(42);
    expect(found.given).toEqual({ train: 36, validation: 0, test: 6 });
    expect(found.classes.map(({ count }) => count)).toEqual([14, 14, 14]);
    expect(set.shape).toEqual([12, 10, 3]);
    expect(
      [set.splits.train, set.splits.validation, set.splits.test].map(({ labels }) => labels.length),
    ).toEqual([30, 6, 6]);
    expect(set.sha256).toBe(zip.sha256);
  });

  it('have the pixels and labels that were drawn', async () => {
    const { set, found } = await packed(['folders.zip']);
    const { images, labels } = set.splits.train;
    const rows = Array.from(labels, (_, row) => images.slice(row * 360, (row + 1) * 360).join());
    const all = [
      ...rows,
      ...Array.from(set.splits.validation.labels, (_, row) =>
        set.splits.validation.images.slice(row * 360, (row + 1) * 360).join(),
      ),
    ];
    for (const image of expected.images) expect(all).toContain(image.join());
    expect(found.classes.map(({ name }) => name)).toEqual(expected.names);
    const row = rows.indexOf((expected.images[1] ?? []).join());
    if (row >= 0) expect(labels[row]).toBe(expected.labels[1]);
  });

  it('from IDX, QMNIST’s labels and a transposed EMNIST are the same set', async () => {
    const idx = ['train-images-idx3-ubyte.gz', 't10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'];
    const mnist = await packed([...idx, 'train-labels-idx1-ubyte.gz']);
    const qmnist = await packed([...idx, 'qmnist-train-labels-idx2-int']);
    const emnist = await packed(['emnist-gzip.zip']);
    expect(mnist.set.shape).toEqual([12, 10, 1]);
    expect(qmnist.set.sha256).toBe(mnist.set.sha256);
    expect(emnist.set.sha256).toBe(mnist.set.sha256);
    expect([...emnist.found.offers]).toEqual([['transposed', true]]);
    expect(emnist.found.warnings.join()).toContain('Labels run from 1 to 3');
    const coloured = await packed(['folders.zip'], { channels: 1 });
    expect(coloured.set.sha256).toBe(mnist.set.sha256);
  });

  it('keep their own labels where an archive holds several sets, and leave what macOS put beside them', async () => {
    const [images, labels] = await Promise.all(
      ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz'].map(async (name) =>
        gunzipSync(await fixture(name)),
      ),
    );
    if (!images || !labels) throw new Error('two files');
    const turned = Buffer.concat([labels.subarray(0, 8), Uint8Array.from(labels.subarray(8)).reverse()]);
    const blob = new Blob([
      Uint8Array.from(
        zipSync({
          'b/train-labels': turned,
          '__MACOSX/a/._train-images': Buffer.from('\0\x05\x16\x07'),
          'a/.DS_Store': Buffer.from('x'),
          'a/train-images': images,
          'b/train-images': images,
          'a/train-labels': labels,
        }),
      ),
    ]);
    const skipped: string[] = [];
    const notes = { skip: (path: string) => void skipped.push(path), nameClasses: () => {}, offer: () => {} };
    const read: Record<string, string> = { a: '', b: '' };
    for await (const { path, label } of samplesOf([{ path: 'x.zip', blob }], {}, notes))
      read[path.split('/')[1] ?? ''] += label;
    expect(skipped).toEqual([]);
    expect(read.a).toBe([...labels.subarray(8)].join(''));
    expect(read.b).toBe([...(read.a ?? '')].reverse().join(''));
  });

  it('are read from tables with a header, without one, with semicolons and quotes', async () => {
    const { found, set } = await packed(['kaggle_train.csv', 'semicolons_test.csv']);
    expect(found.given).toEqual({ train: 36, validation: 0, test: 6 });
    expect(found.classes.map(({ label, count }) => [label, count])).toEqual([
      ['0', 14],
      ['1', 14],
      ['2', 14],
    ]);
    expect(set.shape).toEqual([12, 12, 1]);
  });

  it('are read from CIFAR’s records, with fine labels unless coarse ones are wished for', async () => {
    const ten = await packed(['cifar10-data_batch_1.bin']);
    const fine = await packed(['cifar100-train.bin']);
    const coarse = await packed(['cifar100-train.bin'], {}, { coarse: true });
    expect(ten.set.shape).toEqual([32, 32, 3]);
    expect(fine.found.classes.map(({ label }) => label)).toEqual(['10', '11', '12']);
    expect(coarse.found.classes.map(({ label, count }) => [label, count])).toEqual([
      ['0', 8],
      ['1', 4],
    ]);
    expect(fine.set.sha256).toBe(ten.set.sha256);
  });

  it('from rows of an array are all red, then green, then blue, of a table pixel by pixel, or as is wished', async () => {
    const records = await fixture('cifar10-data_batch_1.bin');
    const count = records.length / 3073;
    const labels = records.filter((_, i) => i % 3073 === 0);
    const planes = records.filter((_, i) => i % 3073 !== 0);
    const pixels = planes.map((_, i) => {
      const [image, pixel, channel] = [Math.floor(i / 3072), Math.floor((i % 3072) / 3), i % 3];
      return planes[image * 3072 + channel * 1024 + pixel] ?? 0;
    });
    const npz = (rows: Uint8Array) =>
      zipSync({ 'data.npy': npy([count, 3072], rows), 'labels.npy': npy([count], labels) });
    const csv = (rows: Uint8Array) =>
      Array.from(labels, (label, i) => [label, ...rows.slice(i * 3072, (i + 1) * 3072)].join()).join('\n');
    const shaOf = async (path: string, content: Uint8Array | string, reading: Reading = {}) => {
      const files = [
        { path, blob: new Blob([typeof content === 'string' ? content : Uint8Array.from(content)]) },
      ];
      const found = await survey(files, reading);
      expect([...found.offers.keys()]).toEqual(['channelsFirst']);
      return (await pack(files, { ...usualPacking(found), ...reading })).sha256;
    };
    const { sha256 } = (await packed(['cifar10-data_batch_1.bin'])).set;
    expect(await shaOf('cifar.npz', npz(planes))).toBe(sha256);
    expect(await shaOf('cifar.npz', npz(pixels), { channelsFirst: false })).toBe(sha256);
    expect(await shaOf('cifar.csv', csv(pixels))).toBe(sha256);
    expect(await shaOf('cifar.csv', csv(planes), { channelsFirst: true })).toBe(sha256);
    expect(await shaOf('cifar.npz', npz(pixels))).not.toBe(sha256);
  });

  it('lie on their sides in EMNIST’s tables, too', async () => {
    const [table] = await filesOf('kaggle_train.csv');
    if (!table) throw new Error('there is a fixture');
    const emnist = [{ ...table, path: 'emnist-letters-train.csv' }];
    const firstOf = ({ classes }: Survey) => classes[0]?.pictures[0]?.pixels ?? [];
    const plain = await survey([table], {});
    const turned = await survey(emnist, {});
    expect([...turned.offers]).toEqual([['transposed', true]]);
    const stored = firstOf(plain);
    expect([...firstOf(turned)]).toEqual(
      Array.from(stored, (_, i) => stored[(i % 12) * 12 + Math.floor(i / 12)]),
    );
    expect(firstOf(await survey(emnist, { transposed: false }))).toEqual(stored);
  });
});

describe('a picture', () => {
  const decoded = async (name: string) => {
    const bytes = new Uint8Array(await fixture(name));
    return decodePicture(kindOf(bytes) as PictureKind, bytes);
  };
  const furthest = (pixels: Uint8Array, wanted: readonly number[]): number =>
    Math.max(...wanted.map((value, i) => Math.abs(value - (pixels[i] ?? Number.NaN))));

  it.each(['palette4.png', 'palette.gif', 'palette.rgb.png'])('has the colours of %s', async (name) => {
    expect([...(await decoded(name)).pixels]).toEqual(expected.palette);
  });

  it('is grey of 1, 8 and 16 bits', async () => {
    const [eight, sixteen, one] = [
      await decoded('grey8.png'),
      await decoded('grey16.png'),
      await decoded('one-bit.png'),
    ];
    expect([...eight.pixels]).toEqual(expected.grey);
    expect(sixteen).toEqual(eight);
    expect(new Set(one.pixels)).toEqual(new Set([0, 255]));
    expect(one.pixels).toHaveLength(120);
  });

  it('shows white where it is transparent', async () => {
    const { pixels } = await decoded('rgba.png');
    const image = expected.images[1] ?? [];
    expect([...pixels.subarray(0, 15)]).toEqual(Array(15).fill(255));
    expect([...pixels.subarray(15, 30)]).toEqual(image.slice(15, 30));
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'stands upright whatever EXIF orientation %i says',
    async (orientation) => {
      const { width, height, pixels } = await decoded(`exif${orientation}.jpg`);
      expect([width, height]).toEqual([16, 24]);
      expect(furthest(pixels, expected.smooth)).toBeLessThanOrEqual(6);
    },
  );

  it('is read from grey and CMYK JPEGs', async () => {
    const grey = await decoded('grey.jpg');
    expect(grey.channels).toBe(1);
    expect(
      furthest(
        grey.pixels,
        expected.smooth.filter((_, i) => i % 3 === 0),
      ),
    ).toBeLessThanOrEqual(6);
    expect(furthest((await decoded('cmyk.jpg')).pixels, expected.smooth)).toBeLessThanOrEqual(12);
  });
});

describe('what cannot be read', () => {
  it('is named with its reason, and the rest is kept', async () => {
    const stranger = (path: string, text: string): SourceFile => ({ path, blob: new Blob([text]) });
    const found = await survey(
      [
        ...(await filesOf('folders.zip')),
        stranger('set.pkl', '\x80\x04'),
        stranger('set.mat', 'MATLAB 5.0 MAT-file'),
        stranger('notes.txt', 'hello\n'),
        stranger('empty.png', ''),
      ],
      {},
    );
    expect(found.images).toBe(42);
    expect(found.skipped.map(({ path }) => path)).toEqual([
      'folders.zip/train/blob/notes.pdf',
      'set.pkl',
      'set.mat',
      'notes.txt',
      'empty.png',
    ]);
    expect(found.skipped[1]?.reason).toContain('numpy.savez');
  });

  it('is one class only, no image at all, or labels without images', async () => {
    const [png] = await filesOf('grey8.png');
    if (!png) throw new Error('there is a fixture');
    await expect(survey([{ ...png, path: 'cats/1.png' }], {})).rejects.toThrow(
      "The only image is of one class, 'cats'",
    );
    await expect(
      survey(
        [1, 2].map((name) => ({ ...png, path: `cats/${name}.png` })),
        {},
      ),
    ).rejects.toThrow("All 2 images are of one class, 'cats'");
    await expect(survey([{ ...png, path: '1.png' }], {})).rejects.toThrow('lies in no folder of a class');
    await expect(survey(await filesOf('train-labels-idx1-ubyte.gz'), {})).rejects.toThrow(
      '36 labels without as many images',
    );
    const one = new Blob([Uint8Array.from(npy([1], Uint8Array.of(3)))]);
    await expect(survey([{ path: 'labels.npy', blob: one }], {})).rejects.toThrow(
      '1 label without as many images',
    );
  });

  it('neither throws nor hangs, wherever a file is cut or changed', async () => {
    const names = [
      'folders.zip',
      'gnu.tar.gz',
      'keras.npz',
      'npy.zip',
      'test-00000-of-00001.parquet',
      'semicolons_test.csv',
    ];
    let random = 7;
    const next = (below: number): number => {
      random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
      return random % below;
    };
    for (const name of names) {
      const whole = new Uint8Array(await fixture(name));
      for (let i = 0; i < 8; i++) {
        const damaged = whole.slice(0, i % 2 ? whole.length : next(whole.length));
        for (let j = 0; j < 5; j++) damaged[next(damaged.length || 1)] = next(256);
        const outcome = await survey([{ path: name, blob: new Blob([damaged]) }], {}).catch(
          (error: unknown) => error,
        );
        if (outcome instanceof Error) expect(outcome.name, `${name}, ${outcome.stack}`).toBe('ImportRefused');
      }
    }
  });
});

describe('packing', () => {
  it('finds test images that are training images, and leaves them out when asked to', async () => {
    const twice = await filesOf('keras.npz');
    const [file] = twice;
    if (!file) throw new Error('there is a fixture');
    const files = [file, { path: 'again_test.npz', blob: file.blob }];
    const found = await survey(files, {});
    const packing: Packing = {
      height: 12,
      width: 10,
      channels: 3,
      fitting: 'fit',
      classes: found.classes.map(({ label }) => label),
      withoutRepeats: false,
    };
    const kept = await pack(files, packing);
    const left = await pack(files, { ...packing, withoutRepeats: true });
    expect(kept.repeats).toBeGreaterThan(0);
    const scored = ({ splits }: typeof kept) => splits.validation.labels.length + splits.test.labels.length;
    expect(scored(left)).toBe(scored(kept) - kept.repeats);
  });

  it('refuses validation images that are all training images, where those are left out', async () => {
    const [train, test] = await filesOf('kaggle_train.csv', 'semicolons_test.csv');
    if (!train || !test) throw new Error('there are fixtures');
    const files = [train, { ...train, path: 'kaggle_val.csv' }, test];
    const packing = usualPacking(await survey(files, {}));
    await expect(pack(files, { ...packing, withoutRepeats: true })).rejects.toThrow(
      'No validation images are left: each is a training image, too. Drop other validation images',
    );
    expect((await pack(files, packing)).repeats).toBe(36);
  });

  it('draws all splits from test images alone, for an archive may be called so', async () => {
    const [table] = await filesOf('kaggle_train.csv');
    const file = table && { ...table, path: 'kaggle_test.csv' };
    if (!file) throw new Error('there is a fixture');
    const found = await survey([file], {});
    expect(found.given).toEqual({ train: 0, validation: 0, test: 0 });
    const { splits } = await pack([file], usualPacking(found));
    expect(Object.values(splits).map(({ labels }) => labels.length)).toEqual([24, 6, 6]);
  });

  it('refuses images that are too few to draw some for validation', async () => {
    const [train, test] = await filesOf('kaggle_train.csv', 'semicolons_test.csv');
    if (!train || !test) throw new Error('there are fixtures');
    const lines = (await train.blob.text()).split('\n');
    const two = [1, 2].map((i) => lines.find((line, row) => row > 0 && line.startsWith(`${i},`)));
    const files = [{ path: 'x_train.csv', blob: new Blob([[lines[0], ...two].join('\n')]) }, test];
    const packing = { ...usualPacking(await survey(files, {})), classes: ['1', '2'] };
    await expect(pack(files, packing)).rejects.toThrow('There are no validation images: drop more images.');
  });

  it('keeps chosen classes and brings images to a size', async () => {
    const { set } = await packed(['folders.zip'], {
      classes: ['stripes', 'blob'],
      height: 8,
      width: 8,
      channels: 1,
    });
    expect(set.shape).toEqual([8, 8, 1]);
    expect(new Set(set.splits.train.labels)).toEqual(new Set([0, 1]));
    expect(set.splits.train.images).toHaveLength(set.splits.train.labels.length * 64);
  });

  it('can be cancelled', async () => {
    const cancel = new AbortController();
    const files = await filesOf('folders.zip');
    const under = survey(
      files,
      {},
      { signal: cancel.signal, onImages: (images) => images === 5 && cancel.abort() },
    );
    await expect(under).rejects.toMatchObject({ name: 'AbortError' });
  });
});
