/** `--data PATH`: images of one's own in any of the formats that the page reads, and as it reads them. */
import { openAsBlob } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { init as initWebp } from '@jsquash/webp/decode.js';
import { dataSetOf } from '../data/kept.ts';
import { registerDataSet } from '../data/source.ts';
import { nameOfFiles, repeatWords, specOfSet, usualPacking } from '../import/describe.ts';
import { pack } from '../import/pack.ts';
import { ImportRefused } from '../import/refusal.ts';
import { survey } from '../import/survey.ts';
import type { SourceFile } from '../import/unpack.ts';
import { dataSpec } from '../spec/dataSets.ts';
import type { DataSpec } from '../spec/dataSpec.ts';
import { readLink, UsageError } from './options.ts';

/**
 * Reads the images that `--data` names and makes their set known; an id of a set that is known already stays.
 * @returns the options with the set's id, and what to print of it
 * @throws UsageError
 */
export async function openOwnData(
  pairs: ReadonlyMap<string, string>,
): Promise<{ readonly pairs: Map<string, string>; readonly read?: OwnData }> {
  const path = pairs.get('data');
  if (path === undefined || dataSpec(path) || !(await exists(path))) return { pairs: new Map(pairs) };
  try {
    const read = await readOwnData(path);
    const { train } = read.spec.counts;
    const fits = readLink(pairs.get('link')).every(({ images }) => images <= train);
    const all: [string, string][] = fits ? [] : [['images', String(train)]];
    return { pairs: new Map([...all, ...pairs, ['data', read.spec.id]]), read };
  } catch (error) {
    if (error instanceof ImportRefused) throw new UsageError(`--data: '${path}': ${error.message}`);
    throw error;
  }
}

export interface OwnData {
  readonly path: string;
  readonly spec: DataSpec;
  /** A sentence or two. */
  readonly words: string;
}

/** @throws ImportRefused */
export async function readOwnData(path: string): Promise<OwnData> {
  await initWebp(await WebAssembly.compile(await readFile(webpDecoder())));
  const files = await filesAt(resolve(path));
  const found = await survey(files, {});
  const packed = await pack(files, usualPacking(found));
  const classes = found.classes.map(({ name }) => name);
  const spec = specOfSet(packed, nameOfFiles([basename(resolve(path))]), classes);
  registerDataSet(spec, { open: async () => dataSetOf(spec, packed.splits) });
  const { train, validation, test } = spec.counts;
  const skipped = packed.skipped.length;
  const notes = [
    `${spec.name}: ${train} training, ${validation} validation and ${test} test images of ${classes.length} classes, ${spec.shape.join(' × ')}, set ${spec.id}`,
    ...found.warnings,
    ...(packed.repeats > 0 ? [repeatWords(packed.repeats, false)] : []),
    ...(skipped > 0
      ? [
          `Left out: ${packed.skipped
            .slice(0, 3)
            .map(({ path: file, reason }) => `${file} (${reason})`)
            .join(', ')}${skipped > 3 ? ` and ${skipped - 3} more` : ''}.`,
        ]
      : []),
  ];
  return { path, spec, words: notes.join('\n') };
}

const webpDecoder = (): string => fileURLToPath(import.meta.resolve('@jsquash/webp/codec/dec/webp_dec.wasm'));

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** A file, or all files below a folder, in the order of their names; their paths begin at the folder. */
async function filesAt(path: string): Promise<SourceFile[]> {
  if (!(await stat(path)).isDirectory()) return [{ path: basename(path), blob: await openAsBlob(path) }];
  const files = await filesBelow(path);
  return Promise.all(
    files.sort().map(async (file) => ({
      path: [basename(path), ...relative(path, file).split(sep)].join('/'),
      blob: await openAsBlob(file),
    })),
  );
}

/** Links are followed, once each: a set is often split by links to its images. */
async function filesBelow(folder: string, walked = new Set<string>()): Promise<string[]> {
  const real = await realpath(folder);
  if (walked.has(real)) return [];
  walked.add(real);
  const found: string[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const kind = await stat(path).catch(() => undefined);
    if (kind?.isDirectory()) found.push(...(await filesBelow(path, walked)));
    else if (kind?.isFile()) found.push(path);
  }
  return found;
}
