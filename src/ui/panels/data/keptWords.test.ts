import { expect, it } from 'vitest';
import type { Kept } from '../../../import/protocol.ts';
import { FASHION_MNIST } from '../../../spec/dataSets.ts';
import { keptWords } from './keptWords.ts';

const spec = { ...FASHION_MNIST, name: 'Mine', counts: { train: 5000, validation: 1, test: 1 } };
const kept: Kept = {
  set: { spec, added: '' },
  repeats: 0,
  repeatsLeftOut: false,
  skipped: [],
};
const READY = "'Mine' is ready: 5,000 training, 1 validation and 1 test image. Press Train to train on it.";

it('counts images and what was left out, in the singular and the plural', () => {
  const file = { path: 'a.pdf', reason: 'a PDF' };
  expect(keptWords(kept)).toBe(READY);
  expect(keptWords({ ...kept, repeats: 1, skipped: [file] })).toBe(
    `${READY} 1 validation or test image is a training image, too. 1 file was left out.`,
  );
  expect(keptWords({ ...kept, repeats: 12, repeatsLeftOut: true, skipped: [file, file] })).toBe(
    `${READY} 12 validation or test images were left out: they are training images, too. 2 files were left out.`,
  );
});

it('says that it is not the set that was asked for', () => {
  expect(keptWords(kept, 'yours-12345678')).toContain(
    "'Mine' is kept, but these are not the images that this page asks for ('yours-12345678')",
  );
});
