import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseManifest } from '../../src/data/fashionMnist.ts';
import { readFromFolder } from './folder.ts';
import { MirrorsFailed, reachableMirrors, readFromMirrors } from './mirrors.ts';
import { progressBar } from './progress.ts';
import type { PublishedFile } from './published.ts';
import { isComplete, writeShards } from './shards.ts';
import { sha256 } from './verify.ts';

const bytes = Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 5, 3, 1, 4, 1, 5]);
const file: PublishedFile = { name: 'five-labels', kind: 'labels', count: 5, sha256: sha256(bytes) };
const values = Uint8Array.of(3, 1, 4, 1, 5);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'norm-playground-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a folder', () => {
  test('may hold the files gzipped or not', () => {
    writeFileSync(join(folder, 'five-labels.gz'), gzipSync(bytes));
    expect(Uint8Array.from(readFromFolder(folder, file))).toEqual(values);
    writeFileSync(join(folder, 'five-labels'), bytes);
    expect(Uint8Array.from(readFromFolder(folder, file))).toEqual(values);
  });

  test.each([
    ['truncated', bytes.subarray(0, 10), /five-labels: expected 13 bytes, found 10/],
    ['altered', bytes.with(12, 6), /five-labels: expected the SHA-256 \w{64} of five-labels, found \w{64}/],
    ['swapped', bytes.with(3, 3), /five-labels: expected the magic number 0x00000801, found 0x00000803/],
  ])('with a %s file is refused', (_, found, message) => {
    writeFileSync(join(folder, 'five-labels'), found);
    expect(() => readFromFolder(folder, file)).toThrow(message);
  });

  test('with a truncated gzip file is refused', () => {
    writeFileSync(join(folder, 'five-labels.gz'), gzipSync(bytes).subarray(0, 20));
    expect(() => readFromFolder(folder, file)).toThrow(
      /five-labels\.gz: expected a whole gzip file, found 20 bytes that do not unpack/,
    );
  });
});

describe('shards', () => {
  const fill = (length: number) => Uint8Array.from({ length }, (_, i) => i % 10);
  const all = {
    trainImages: fill(60_000 * 784),
    trainLabels: fill(60_000),
    testImages: fill(10_000 * 784),
    testLabels: fill(10_000),
  };
  const target = () => join(folder, 'public', 'data');
  const scratch = () => join(folder, 'scratch');

  test('are complete, and noticed when they are not', () => {
    expect(isComplete(target())).toBe(false);
    writeShards(target(), all, scratch());
    expect(isComplete(target())).toBe(true);
    expect(readdirSync(target())).toHaveLength(14 + 3 + 1);
    expect(readdirSync(scratch())).toEqual([]);

    const manifest = parseManifest(JSON.parse(readFileSync(join(target(), 'manifest.json'), 'utf8')));
    expect(manifest.splits.validation.shards.map(({ start }) => start)).toEqual([0, 5000]);
    const labels = readFileSync(join(target(), 'validation-labels.bin'));
    expect(new Uint8Array(labels)).toEqual(all.trainLabels.subarray(50_000));

    const shard = join(target(), 'test-01.bin');
    writeFileSync(shard, new Uint8Array(readFileSync(shard)).with(77, 99));
    expect(isComplete(target())).toBe(false);
  });

  test('that cannot be finished leave nothing behind', () => {
    expect(() => writeShards(target(), { ...all, testLabels: [] as never }, scratch())).toThrow();
    expect(existsSync(target())).toBe(false);
    expect(readdirSync(scratch())).toEqual([]);
  });
});

describe('mirrors', () => {
  const served = new Map<string, Uint8Array>();
  const server = createServer((request, response) => {
    const body = served.get(request.url ?? '');
    response.writeHead(body ? 200 : 404, { 'Content-Length': body?.length ?? 0 });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  let base: string;
  beforeEach(async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    served.clear();
    await new Promise<void>((resolve) => server.listen(0, resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => {
    vi.restoreAllMocks();
    return new Promise((resolve) => server.close(resolve));
  });

  test('are those that answer', async () => {
    served.set('/good/t10k-labels-idx1-ubyte.gz', bytes);
    expect(await reachableMirrors([`${base}bad/`, 'http://127.0.0.1:1/', `${base}good/`])).toEqual([
      `${base}good/`,
    ]);
  });

  test('are tried in turn until one has the right file', async () => {
    served.set('/altered/five-labels.gz', gzipSync(bytes.with(12, 6)));
    served.set('/good/five-labels.gz', gzipSync(bytes));
    const mirrors = [`${base}missing/`, `${base}altered/`, `${base}good/`];
    expect(Uint8Array.from(await readFromMirrors(mirrors, file))).toEqual(values);
    // A page to log in, too, is no file: the page then trains on its synthetic images.
    for (const none of [1, 2])
      await expect(readFromMirrors(mirrors.slice(0, none), file)).rejects.toThrow(MirrorsFailed);
  });
});

test('the progress bar shows share and bytes', () => {
  expect(progressBar('file', 5_000_000, 20_000_000)).toBe(
    `file  ${'█'.repeat(8)}${'░'.repeat(22)}  25 %  5.0 MB of 20.0 MB`,
  );
  expect(progressBar('file', 5_000_000, 0)).toBe('file  5.0 MB');
});
