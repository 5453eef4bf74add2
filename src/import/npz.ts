/** A set as one NumPy archive, to hand on and to read in Python; dropped on the page it is the same set again. */
import { zipSync } from 'fflate';
import type { SplitBytes } from '../data/kept.ts';
import { type DataSpec, SPLITS, type Split } from '../spec/dataSpec.ts';

/** MedMNIST's names for arrays: 'train_images', 'train_labels', 'val_images' … */
const PREFIX: Readonly<Record<Split, string>> = { train: 'train', validation: 'val', test: 'test' };

/** Images [N, height, width] or [N, height, width, 3] and labels [N], unsigned bytes, and the names of the classes. */
export function npzOf(
  { shape: [height, width, channels], classes }: DataSpec,
  splits: Readonly<Record<Split, SplitBytes>>,
): Uint8Array<ArrayBuffer> {
  const files: Record<string, Uint8Array> = {};
  for (const split of SPLITS) {
    const { images, labels } = splits[split];
    const count = labels.length;
    const shape = channels === 1 ? [count, height, width] : [count, height, width, channels];
    files[`${PREFIX[split]}_images.npy`] = npy(shape, images);
    files[`${PREFIX[split]}_labels.npy`] = npy([count], labels);
  }
  files['classes.txt'] = new TextEncoder().encode(classes.join('\n'));
  return Uint8Array.from(zipSync(files, { level: 6 }));
}

/** Version 1.0 of the format, see array.ts: the header ends at a multiple of 64 bytes. */
export function npy(shape: readonly number[], bytes: Uint8Array): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const words = `{'descr': '|u1', 'fortran_order': False, 'shape': (${sizes}), }`;
  const start = 10;
  const header = `${words.padEnd(Math.ceil((start + words.length + 1) / 64) * 64 - start - 1)}\n`;
  const file = new Uint8Array(start + header.length + bytes.length);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff, header.length >> 8]);
  file.set(new TextEncoder().encode(header), start);
  file.set(bytes, start + header.length);
  return file;
}
