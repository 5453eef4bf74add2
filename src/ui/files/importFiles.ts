/** Reads results from files, dropped or pasted text: run files, whole exports, archives that hold one. */
import type { RunResult } from '../../results/runFile.ts';

/** Something with results in it, and what to call it in a message. */
export interface Source {
  readonly name: string;
  /** Rejects if it cannot be read. */
  bytes(): Promise<Uint8Array>;
}

export interface Imported {
  readonly results: readonly RunResult[];
  /** A sentence for each source that had none, or had something wrong in it. */
  readonly problems: readonly string[];
}

/** More than any export of this page; a larger file would only freeze it. */
const MAX_BYTES = 100e6;
const ZIP_MAGIC = 'PK';
/** What archives of ours call the file that holds all runs. */
const RUNS_IN_ZIP = 'runs.json';

export async function importSources(sources: readonly Source[]): Promise<Imported> {
  const results: RunResult[] = [];
  const problems: string[] = [];
  for (const source of sources) {
    try {
      const read = await readSource(source);
      results.push(...read.results);
      problems.push(...read.problems.map((problem) => `${source.name}: ${problem}`));
    } catch (error) {
      problems.push(`${source.name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { results, problems };
}

/** A mistake in a source, in words. */
class Unreadable extends Error {}

async function readSource(source: Source): Promise<Imported> {
  const bytes = await source.bytes();
  if (bytes.length === 0) throw new Unreadable('the file is empty');
  if (bytes.length > MAX_BYTES) {
    throw new Unreadable(
      `${Math.round(bytes.length / 1e6)} MB are more than the ${MAX_BYTES / 1e6} MB that can be read`,
    );
  }
  const text = await textOf(bytes);
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    throw new Unreadable(
      'this is not JSON. Runs are imported from .json files that this page or `npm run train` wrote',
    );
  }
  const { readRunFile } = await import('../../results/readRunFile.ts');
  const read = readRunFile(input);
  if ('problem' in read) throw new Unreadable(read.problem);
  return { results: read.results, problems: read.notes };
}

async function textOf(bytes: Uint8Array): Promise<string> {
  const decoder = new TextDecoder();
  if (decoder.decode(bytes.subarray(0, 2)) !== ZIP_MAGIC) return decoder.decode(bytes);
  const { unzip } = await import('../../report/archive.ts');
  const runs = [...unzip(bytes, RUNS_IN_ZIP).values()][0];
  if (!runs) throw new Unreadable(`this archive holds no ${RUNS_IN_ZIP}`);
  return decoder.decode(runs);
}
