import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { FASHION_MNIST } from '../spec/dataSets.ts';
import { imageBytes, SPLITS } from '../spec/dataSpec.ts';
import { DataUnavailable, SHARD_SIZE } from './dataSet.ts';
import { openDataSet } from './source.ts';

const { classes: CLASSES, counts: SPLIT_SIZES } = FASHION_MNIST;
const PIXELS = imageBytes(FASHION_MNIST);

/** A server of made-up shards: row r of a split has pixels r mod 251 and label r mod 10. */
const files = new Map<string, Uint8Array<ArrayBuffer>>();
const sum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

beforeAll(() => {
  const put = (file: string, bytes: Uint8Array<ArrayBuffer>) => {
    files.set(file, bytes);
    return { file, bytes: bytes.length, sha256: sum(bytes) };
  };
  const splits = SPLITS.map((split) => {
    const count = SPLIT_SIZES[split];
    const labels = put(
      `${split}-labels.bin`,
      Uint8Array.from({ length: count }, (_, row) => row % 10),
    );
    const shards = Array.from({ length: count / SHARD_SIZE }, (_, i) => {
      const bytes = new Uint8Array(SHARD_SIZE * PIXELS);
      for (let row = 0; row < SHARD_SIZE; row++) {
        bytes.fill((i * SHARD_SIZE + row) % 251, row * PIXELS, (row + 1) * PIXELS);
      }
      return { ...put(`${split}-${i}.bin`, bytes), start: i * SHARD_SIZE, count: SHARD_SIZE };
    });
    return [split, { count, labels, shards }];
  });
  const manifest = {
    version: 1,
    name: 'fashion-mnist',
    shape: [28, 28],
    classes: CLASSES,
    splits: Object.fromEntries(splits),
  };
  files.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
});

interface Served {
  readonly file: string;
  readonly cache: RequestCache | undefined;
}

/** Serves the files, after `misbehave` had its chance to answer in their place. */
function server(
  misbehave: (file: string, times: number) => Response | Promise<Response> | undefined = () => undefined,
) {
  const served: Served[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const file = String(input).split('/').pop() as string;
    served.push({ file, cache: init?.cache });
    const times = served.filter((s) => s.file === file).length;
    const bytes = files.get(file);
    return (
      (await misbehave(file, times)) ?? (bytes ? new Response(bytes) : new Response('', { status: 404 }))
    );
  };
  const open = (signal?: AbortSignal) =>
    openDataSet('fashion-mnist', 1, {
      baseUrl: 'http://page.test/data/',
      fetch,
      retryDelaysMs: [1, 1, 1],
      ...(signal && { signal }),
    });
  return { served, open };
}

describe('loading', () => {
  test('gives labels at once and the shards asked for, in order, with their rows', async () => {
    const { served, open } = server();
    const data = await open();
    expect(served.map((s) => s.file)).toEqual(['manifest.json', 'train-labels.bin']);
    expect(data.trainLabels).toHaveLength(50_000);
    const shards = await data.load('test', [1, 0]);
    expect(shards.map((shard) => shard.start)).toEqual([SHARD_SIZE, 0]);
    expect(shards[0]?.images[7 * PIXELS]).toBe((SHARD_SIZE + 7) % 251);
    expect(shards[0]?.labels[7]).toBe(7);
  });

  test('shares a shard between loads and reports progress in bytes up to the total', async () => {
    const { served, open } = server();
    const data = await open();
    const reports: [number, number][] = [];
    await Promise.all([
      data.load('train', [0, 3], (...report) => reports.push(report)),
      data.load('train', [3]),
    ]);
    await data.load('train', [0]);
    expect(served.filter((s) => s.file.startsWith('train-') && !s.file.includes('labels'))).toHaveLength(2);
    expect(reports.at(-1)).toEqual([2 * SHARD_SIZE * PIXELS, 2 * SHARD_SIZE * PIXELS]);
    expect(reports.length).toBeGreaterThan(1);
  });
});

describe('when something is wrong', () => {
  test('a failing server is asked again', async () => {
    const { served, open } = server((file, times) =>
      file === 'train-1.bin' && times < 3 ? new Response('', { status: 503 }) : undefined,
    );
    const data = await open();
    await data.load('train', [1]);
    expect(served.filter((s) => s.file === 'train-1.bin')).toHaveLength(3);
  });

  test('an altered shard is asked for again past the cache', async () => {
    const { served, open } = server((file, times) => {
      if (file !== 'train-1.bin' || times > 1) return undefined;
      const altered = (files.get(file) as Uint8Array<ArrayBuffer>).slice();
      altered[5] = 255;
      return new Response(altered);
    });
    await (await open()).load('train', [1]);
    expect(served.filter((s) => s.file === 'train-1.bin').map((s) => s.cache)).toEqual(['default', 'reload']);
  });

  test.each([
    [
      'stays altered',
      () => new Response(new Uint8Array(SHARD_SIZE * PIXELS)),
      /data\/train-1\.bin could not be loaded after 4 tries: its SHA-256 is \w{12}…, expected \w{12}…/,
    ],
    [
      'is too short',
      () => new Response(new Uint8Array(99)),
      /data\/train-1\.bin .* it has 99 bytes, expected 3920000/,
    ],
    ['is missing', () => new Response('', { status: 404 }), /train-1\.bin .* answered 404 \(no such file\)/],
    [
      'has no network',
      () => Promise.reject(new TypeError('Failed to fetch')),
      /train-1\.bin .* Failed to fetch/,
    ],
  ])('a shard that %s is named, with what to do', async (_, answer, message) => {
    const { open } = server((file) => (file === 'train-1.bin' ? answer() : undefined));
    const data = await open();
    const failure = await data.load('train', [1]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DataUnavailable);
    expect(String(failure)).toMatch(message);
    expect(String(failure)).toMatch('Reload the page to try again');
  });

  test('a shard that failed can be loaded later', async () => {
    const { open } = server((file, times) =>
      file === 'train-1.bin' && times === 1 ? new Response('', { status: 404 }) : undefined,
    );
    const data = await open();
    await expect(data.load('train', [1])).rejects.toThrow(DataUnavailable);
    await expect(data.load('train', [1])).resolves.toHaveLength(1);
  });

  test.each([
    ['missing', () => new Response('', { status: 404 }), /manifest\.json could not be loaded: .* 404/],
    ['a page', () => new Response('<!doctype html>'), /manifest\.json .* not JSON/],
    [
      'of another version',
      () => new Response('{"version":9}'),
      /manifest\.json is not the manifest .*version/,
    ],
  ])('a manifest that is %s makes the data unavailable', async (_, answer, message) => {
    const { open } = server((file) => (file === 'manifest.json' ? answer() : undefined));
    const failure = await open().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DataUnavailable);
    expect(String(failure)).toMatch(message);
  });

  test('an aborted load ends with the reason', async () => {
    const abort = new AbortController();
    const { open } = server((file) =>
      file === 'train-1.bin' ? new Response('', { status: 503 }) : undefined,
    );
    const data = await open(abort.signal);
    const load = data.load('train', [1]);
    abort.abort(new Error('not needed any more'));
    await expect(load).rejects.toThrow('not needed any more');
  });
});
