import { strToU8, Zip, ZipPassThrough, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { unpack } from './unpack.ts';

/** Paths of the files, and what was skipped. */
async function unpacked(bytes: Uint8Array, path = 'x.zip') {
  const [paths, skipped]: [string[], string[]] = [[], []];
  const files = [{ path, blob: new Blob([Uint8Array.from(bytes)]) }];
  for await (const file of unpack(files, { skip: (at, why) => void skipped.push(`${at}: ${why}`) }))
    paths.push(file.path);
  return { paths, skipped };
}

const FILE = strToU8('a,b');

/** With other flags in the headers of its files. */
function flagged(zip: Uint8Array, change: (flags: number) => number): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  for (let at = 0; at + 10 < zip.length; at++) {
    const signature = view.getUint32(at, true);
    const flags = signature === 0x04034b50 ? at + 6 : signature === 0x02014b50 ? at + 8 : undefined;
    if (flags !== undefined) view.setUint16(flags, change(view.getUint16(flags, true)), true);
  }
  return zip;
}

/** Without the mark that says that names are UTF-8. */
const unmarked = (zip: Uint8Array): Uint8Array => flagged(zip, (flags) => flags & ~2048);

/** As a stream, with the size of a file behind it. */
function streamed(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((_, chunk) => void chunks.push(chunk));
  for (const [name, bytes] of Object.entries(files)) {
    const file = new ZipPassThrough(name);
    zip.add(file);
    file.push(bytes, true);
  }
  zip.end();
  return Uint8Array.from(Buffer.concat(chunks));
}

describe('names in a zip', () => {
  it('are UTF-8 though the archive does not say so, as zip packs on Linux', async () => {
    const names = ['a/été.csv', 'a/ete\u0301.csv', 'a/猫.csv'];
    const zip = zipSync(Object.fromEntries(names.map((name) => [name, FILE])));
    expect((await unpacked(zip)).paths).toEqual(names.map((name) => `x.zip/${name}`));
    const composed = ['x.zip/a/été.csv', 'x.zip/a/eté.csv', 'x.zip/a/猫.csv'];
    expect((await unpacked(unmarked(zip))).paths).toEqual(composed);
  });

  it('may have backslashes, or begin at a dot', async () => {
    const zip = zipSync({ 'train\\cat\\1.csv': FILE, './train/dog/1.csv': FILE, './.hidden': FILE });
    expect((await unpacked(zip)).paths).toEqual(['x.zip/train/cat/1.csv', 'x.zip/train/dog/1.csv']);
  });

  it('are Latin-1 where they are no UTF-8', async () => {
    const zip = unmarked(zipSync({ 'a/eXe.csv': FILE }));
    for (let at = 0; at < zip.length; at++) if (zip[at] === 'X'.charCodeAt(0)) zip[at] = 0xe9;
    expect((await unpacked(zip)).paths).toEqual(['x.zip/a/eée.csv']);
  });
});

describe('a zip', () => {
  const inner = zipSync({ 'a/1.csv': FILE, 'b/2.csv': FILE }, { level: 0 });

  it('may hold archives whose size stands behind them, in archives that do, too', async () => {
    const outer = streamed({ 'first.zip': inner, 'second.npz': inner });
    const twice = streamed({ 'outer.zip': outer, 'c.csv': FILE });
    const paths = ['first.zip/a/1.csv', 'first.zip/b/2.csv', 'second.npz/a/1.csv', 'second.npz/b/2.csv'];
    expect(await unpacked(outer)).toEqual({ paths: paths.map((path) => `x.zip/${path}`), skipped: [] });
    expect(await unpacked(twice)).toEqual({
      paths: [...paths.map((path) => `x.zip/outer.zip/${path}`), 'x.zip/c.csv'],
      skipped: [],
    });
  });

  it('gives what stands before where it ends', async () => {
    const whole = zipSync({ '1.csv': FILE, '2.csv': FILE }, { level: 0 });
    const { paths } = await unpacked(whole.subarray(0, -60));
    expect(paths).toContain('x.zip/1.csv');
  });

  it('may begin after something else, and holds nothing but what it lists', async () => {
    const whole = zipSync({ 'x.zip': zipSync({ '1.csv': FILE }, { level: 0 }) }, { level: 0 });
    expect((await unpacked(Buffer.concat([strToU8('PK\x03\x04'), whole]))).paths).toEqual([
      'x.zip/x.zip/1.csv',
    ]);
  });

  it('may have more between its list and its end, as one of 70,000 files has', async () => {
    const inner = zipSync({ '1.csv': FILE }, { level: 0 });
    const whole = streamed({ 'inner.zip': inner });
    const end = whole.length - 22;
    const long = Buffer.concat([whole.subarray(0, end), new Uint8Array(76), whole.subarray(end)]);
    expect((await unpacked(long)).paths).toEqual(['x.zip/inner.zip/1.csv']);
  });

  it('with a password says so', async () => {
    const { paths, skipped } = await unpacked(flagged(zipSync({ '1.csv': FILE }), (flags) => flags | 1));
    expect(paths).toEqual([]);
    expect(skipped).toEqual(['x.zip/1.csv: it has a password: unpack it, and drop its files']);
  });
});
