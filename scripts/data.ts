/**
 * `npm run data`: Fashion-MNIST as shards and a manifest under public/data/, from the folder FASHION_MNIST_DIR or
 * else from the published addresses. Does nothing when all of it is there and right.
 *
 * Exit codes: 0 the data is there; 1 a file is not what it should be; 3 there is nowhere to get it from, in which
 * case the page uses its synthetic data.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { IdxError } from '../src/data/idx.ts';
import { findInFolder, readFromFolder } from './data/folder.ts';
import { MirrorsFailed, reachableMirrors, readFromMirrors } from './data/mirrors.ts';
import { PUBLISHED, type PublishedFile } from './data/published.ts';
import { isComplete, writeShards } from './data/shards.ts';
import { WrongFile } from './data/verify.ts';

const NO_SOURCE = 3;
const TARGET = fileURLToPath(new URL('../public/data', import.meta.url));
const SCRATCH = fileURLToPath(new URL('../.cache', import.meta.url));

type Read = (file: PublishedFile) => Promise<Uint8Array>;

/** Where the files can be read, or undefined; says which and why. */
async function chooseSource(): Promise<Read | undefined> {
  const folder = process.env.FASHION_MNIST_DIR;
  if (folder) {
    const missing = Object.values(PUBLISHED).filter((file) => findInFolder(folder, file) === undefined);
    if (missing.length === 0) {
      console.log(`Fashion-MNIST from ${folder}`);
      return async (file) => readFromFolder(folder, file);
    }
    console.error(
      existsSync(folder)
        ? `FASHION_MNIST_DIR: ${folder} has no ${missing.map(({ name }) => `${name}(.gz)`).join(', ')}.`
        : `FASHION_MNIST_DIR: there is no folder ${folder}.`,
    );
  }
  const mirrors = await reachableMirrors();
  if (mirrors.length === 0) return undefined;
  console.log(`Fashion-MNIST from ${new URL(mirrors[0] as string).host}`);
  return (file) => readFromMirrors(mirrors, file);
}

async function main(): Promise<number> {
  if (isComplete(TARGET)) {
    console.log('Fashion-MNIST is there: public/data is complete.');
    return 0;
  }
  const read = await chooseSource();
  if (!read) throw new MirrorsFailed('None of the published addresses of Fashion-MNIST can be reached.');
  const trainImages = await read(PUBLISHED.trainImages);
  const trainLabels = await read(PUBLISHED.trainLabels);
  const testImages = await read(PUBLISHED.testImages);
  const testLabels = await read(PUBLISHED.testLabels);
  writeShards(TARGET, { trainImages, trainLabels, testImages, testLabels }, SCRATCH);
  console.log('Fashion-MNIST is there: 70,000 images in 14 shards under public/data.');
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof MirrorsFailed) {
    console.error(
      `${error.message} The page will use its synthetic data. Set FASHION_MNIST_DIR to a folder with the four IDX ` +
        'files, or run `npm run data` when online.',
    );
    process.exitCode = NO_SOURCE;
  } else if (error instanceof WrongFile || error instanceof IdxError) {
    console.error(`Fashion-MNIST was not prepared, and public/data is as it was.\n${error.message}`);
    process.exitCode = 1;
  } else {
    throw error;
  }
}
