/** What the names of folders and files tell of the images in them. */
import type { Split } from '../spec/dataSpec.ts';

const WORDS: Readonly<Record<Split, RegExp>> = {
  train: /^(train|training|data_batch)$/i,
  validation: /^(val|valid|validation|dev)$/i,
  test: /^(test|testing|t10k|eval|test_batch)$/i,
};

/** Of a folder, whose name is a split's or is not. */
const splitOfFolder = (name: string): Split | undefined =>
  (Object.keys(WORDS) as Split[]).find((split) => WORDS[split].test(name));

/**
 * Of a file of many images, anywhere in its path, the last word first: 'x.npz/val_images.npy', 'emnist-letters-test',
 * 'Xtrain', 'testY2', 'data_batch_1'.
 */
export function splitOfFile(path: string): Split | undefined {
  const words = path.match(/(data|test)_batch|[a-z0-9]+/gi) ?? [];
  for (const word of words.reverse()) {
    const split = splitOfFolder(
      word.replace(/(?<=[a-z])\d+$/i, '').replace(/^[xy](?=train|test|val)|(?<=^(train|test|val))[xy]$/i, ''),
    );
    if (split) return split;
  }
  return undefined;
}

const ARCHIVE = /\.(zip|tar|tgz|tar\.gz)$/i;

/**
 * Of one image: its folder is its class, a folder above may be its split; an archive is a folder. Undefined where it lies
 * in no folder of a class: a split's name is a class's only in a folder of a split, for archives often hold their own name.
 */
export function placeOfImage(
  path: string,
): { readonly label: string; readonly split: Split | undefined } | undefined {
  const folders = path.split('/').slice(0, -1);
  const label = folders.pop()?.replace(ARCHIVE, '');
  if (label === undefined || (splitOfFolder(label) && !folders.some(splitOfFolder))) return undefined;
  const split = folders
    .reverse()
    .map((folder) => splitOfFolder(folder.replace(ARCHIVE, '')))
    .find((found) => found !== undefined);
  return { label, split };
}

/** Classes in the order of their numbers, or of their letters. */
export function inOrder(labels: Iterable<string>): string[] {
  const all = [...labels];
  const numbers = all.every((label) => /^-?\d+$/.test(label));
  return all.sort((a, b) => (numbers ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0));
}
