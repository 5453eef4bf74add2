import { strToU8, zipSync } from 'fflate';
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

/** Without the mark that says that names are UTF-8. */
function unmarked(zip: Uint8Array): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  for (let at = 0; at + 10 < zip.length; at++) {
    const signature = view.getUint32(at, true);
    const flags = signature === 0x04034b50 ? at + 6 : signature === 0x02014b50 ? at + 8 : undefined;
    if (flags !== undefined) view.setUint16(flags, view.getUint16(flags, true) & ~2048, true);
  }
  return zip;
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
