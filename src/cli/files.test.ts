import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { parseManifest } from '../data/fashionMnist.ts';
import { identityOf, type PartHashes } from '../data/sha256.ts';
import { openDataSet } from '../data/source.ts';
import { FASHION_MNIST } from '../spec/dataSets.ts';
import type { Split } from '../spec/dataSpec.ts';
import { DATA_FOLDER, fetchFile } from './files.ts';

test('a file is answered from disk, a missing one with 404', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'norm-playground-'));
  try {
    writeFileSync(join(folder, 'a.bin'), Uint8Array.of(1, 2, 3));
    const base = `${pathToFileURL(folder).href}/`;
    const response = await fetchFile(`${base}a.bin`);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(Uint8Array.of(1, 2, 3));
    expect((await fetchFile(`${base}b.bin`)).status).toBe(404);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const isThere = existsSync(fileURLToPath(new URL('manifest.json', DATA_FOLDER)));
if (!isThere)
  console.log('the tests on the real images are left out: public/data is not there (npm run data)');

test.skipIf(!isThere)('the last 10,000 training images of Fashion-MNIST validate', async () => {
  const data = await openDataSet('fashion-mnist', 1, { baseUrl: DATA_FOLDER, fetch: fetchFile });
  const [first, second] = await data.load('validation', [0, 1]);
  // Of the last 10,000 bytes of train-labels-idx1-ubyte, found with tail and sha256sum.
  const labels = createHash('sha256');
  for (const shard of [first, second]) labels.update(shard?.labels ?? '');
  expect(labels.digest('hex')).toBe('84cb2818694a97e5a6f6fd994eeace2a57d5f94333ec3f27fcd65e0d6ac45080');
});

test.skipIf(!isThere)('Fashion-MNIST is the data set that its description names', async () => {
  const { splits } = parseManifest(await (await fetchFile(`${DATA_FOLDER}manifest.json`)).json());
  const hashesOf = ({ labels, shards }: (typeof splits)[Split]): PartHashes => ({
    labels: labels.sha256,
    shards: shards.map(({ sha256 }) => sha256),
  });
  const { train, validation, test } = splits;
  const hashes = { train: hashesOf(train), validation: hashesOf(validation), test: hashesOf(test) };
  expect(await identityOf(FASHION_MNIST, hashes)).toBe(FASHION_MNIST.sha256);
});
