import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FASHION_MNIST, SYNTHETIC } from '../spec/dataSets.ts';
import { PIXELS } from './draw.ts';
import { sampleImages } from './samples.ts';
import { openSynthetic } from './synthetic.ts';

const ROWS = 200;
/** Row r is of class r % 10, and all its pixels are r. */
const images = Uint8Array.from({ length: ROWS * PIXELS }, (_, i) => Math.floor(i / PIXELS));
const labels = Uint8Array.from({ length: ROWS }, (_, row) => row % 10);

let server: Server;
let baseUrl = '';
let requests = 0;

/** A host that does not know ranges. */
beforeAll(async () => {
  server = createServer(({ url }, response) => {
    requests++;
    if (url === '/data/train-00.bin') response.end(images);
    else if (url === '/data/train-labels.bin') response.end(labels);
    else if (url === '/short/train-labels.bin') response.end(labels);
    else if (url === '/short/train-00.bin') response.end(images.subarray(0, PIXELS));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  baseUrl = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe('sampleImages', () => {
  it('takes the first images of each class, from a host without ranges too', async () => {
    const samples = await sampleImages(FASHION_MNIST, {
      seed: 1,
      perClass: 3,
      baseUrl: `${baseUrl}/data/`,
    });
    expect(samples.map((ofClass) => ofClass.map((pixels) => pixels[PIXELS - 1]))).toEqual(
      Array.from({ length: 10 }, (_, label) => [label, label + 10, label + 20]),
    );
  });

  it('asks once for what it is asked for again', async () => {
    const options = { seed: 1, perClass: 1, baseUrl: `${baseUrl}/data/` };
    const first = await sampleImages(FASHION_MNIST, options);
    const before = requests;
    expect(await sampleImages(FASHION_MNIST, options)).toEqual(first);
    expect(requests).toBe(before);
  });

  it('draws those that a run of the same seed trains on', async () => {
    const samples = await sampleImages(SYNTHETIC, { seed: 7, perClass: 2, baseUrl: '' });
    const set = await openSynthetic(7, { baseUrl: '' });
    const [shard] = await set.load('train', [0]);
    const row = set.trainLabels.indexOf(4);
    expect(samples.map((ofClass) => ofClass.length)).toEqual(Array(10).fill(2));
    expect(samples[4]?.[0]).toEqual(shard?.images.slice(row * PIXELS, (row + 1) * PIXELS));
  });

  it.each(['missing', 'short'])('throws where a file is %s', async (folder) => {
    const options = { seed: 1, perClass: 3, baseUrl: `${baseUrl}/${folder}/` };
    await expect(sampleImages(FASHION_MNIST, options)).rejects.toThrow(/404|ends after 784 bytes/);
  });
});
