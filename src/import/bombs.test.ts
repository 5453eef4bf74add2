/** Archives made to fill the memory: refused by what they hold, with the file's name, before it is all unpacked. */
import { readFile } from 'node:fs/promises';
import { constants, crc32, deflateRawSync, deflateSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { decodePicture } from './picture.ts';
import { survey } from './survey.ts';

const MB = 1e6;

/** So many megabytes of zeros, deflated: one piece again and again, each made as if it could be followed by any other. */
function zeros(megabytes: number): Buffer {
  const piece = deflateRawSync(Buffer.alloc(10 * MB), { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([...Array<Buffer>(megabytes / 10).fill(piece), Buffer.of(3, 0)]);
}

/** An entry as zip writes it, without the directory at the end, which nobody waits for. */
function entry(name: string, deflated: Uint8Array, claimed: number): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(deflated.length, 18);
  head.writeUInt32LE(claimed, 22);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, Buffer.from(name), deflated]);
}

function gzip(deflated: Uint8Array): Buffer {
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(''), 0);
  return Buffer.concat([Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3), deflated, end]);
}

/** @returns why it is refused, and how many bytes were read until it was */
async function refusal(path: string, bytes: Uint8Array): Promise<{ why: string; read: number }> {
  let read = 0;
  const blob = new Blob([Uint8Array.from(bytes)]);
  const onRead = (count: number): void => {
    read += count;
  };
  try {
    await survey([{ path, blob }], {}, { onRead });
  } catch (error) {
    if (error instanceof Error && error.name === 'ImportRefused') return { why: error.message, read };
    throw error;
  }
  throw new Error(`${path} was taken in`);
}

describe('a bomb', () => {
  const bomb = zeros(4000);

  it('is refused as a zip, a gzip and a zip in a zip, when little of it is unpacked', async () => {
    const zip = entry('train/0/a.png', bomb, 0);
    const small = zeros(600);
    const bombs = {
      'bomb.zip': { file: 'bomb.zip/train/0/a.png', bytes: zip },
      'bomb.npy.gz': { file: 'bomb.npy.gz', bytes: gzip(small) },
      'outer.zip': {
        file: 'outer.zip/inner.zip/train/0/a.png',
        bytes: zipSync({ 'inner.zip': entry('train/0/a.png', small, 0) }, { level: 0 }),
      },
    };
    for (const [path, { file, bytes }] of Object.entries(bombs)) {
      const { why, read } = await refusal(path, bytes);
      expect(why).toContain(`${file} grows to more than 200 times its size once unpacked`);
      // A byte read is a thousand in memory. Compressed bytes of the other two are read ahead.
      if (path === 'bomb.zip') expect(read).toBeLessThan(bomb.length / 15);
    }
  });

  it('is refused in layers, each of them within bounds', async () => {
    const inner = zipSync({ 'a.bin': new Uint8Array(20 * MB) }, { level: 9 });
    const middle = zipSync(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}.zip`, inner])));
    const { why } = await refusal('layers.zip', middle);
    expect(why).toMatch(/^layers\.zip\/\d+\.zip\/a\.bin grows to more than 200 times/);
  });

  it('is left out unread where it says how large it is', async () => {
    const { why } = await refusal('claim.zip', entry('big.npy', bomb, 4e9));
    expect(why).toContain('claim.zip/big.npy: larger than 1.5 GB');
  });

  it('is left out unread where it is no archive and has a size of 3 GB', async () => {
    let read = 0;
    const blob = new Blob(['\x93NUMPY', new Uint8Array(MB)]);
    Object.defineProperty(blob, 'size', { value: 3e9 });
    const files = [{ path: 'big.npy', blob }];
    const onRead = (count: number) => {
      read += count;
    };
    await expect(survey(files, {}, { onRead })).rejects.toThrow('big.npy: larger than 1.5 GB');
    expect(read).toBeLessThan(200_000);
  });

  it('is left out where it is a picture or a page of one, for that reason', async () => {
    const png = (chunks: Record<string, Uint8Array>): Uint8Array => {
      const parts = Object.entries(chunks).map(([type, data]) => {
        const body = Buffer.concat([Buffer.from(type), data]);
        const ends = Buffer.alloc(8);
        ends.writeUInt32BE(data.length, 0);
        ends.writeUInt32BE(crc32(body), 4);
        return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
      });
      return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
    };
    const IHDR = Uint8Array.of(0, 0, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, 0);
    const filled = Buffer.concat([Buffer.of(0x78, 0x9c), zeros(600)]);
    const pixels = deflateSync(Buffer.alloc(72));
    const none = new Uint8Array();
    await expect(decodePicture('png', png({ IHDR, IDAT: filled, IEND: none }))).rejects.toThrow(
      'a PNG with more in it than its pixels: save it again',
    );
    const profile = Buffer.concat([Buffer.from('p\0\0'), filled]);
    await expect(
      decodePicture('png', png({ IHDR, iCCP: profile, IDAT: pixels, IEND: none })),
    ).resolves.toMatchObject({ width: 8, height: 8 });
    const parquet = await readFile(new URL('fixtures/bomb.parquet', import.meta.url));
    const { why } = await refusal('bomb.parquet', parquet);
    expect(why).toContain('bomb.parquet: a page grows to more than 200 times its size');
  });

  it('is no set that packs well', async () => {
    const images = new Uint8Array(90 * MB);
    const { why } = await refusal('blank.zip', zipSync({ 'blank.npy': images }, { level: 9 }));
    expect(why).not.toContain('grows to more than');
  });
});
