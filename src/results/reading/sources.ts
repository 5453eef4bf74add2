/** Reads runs from files, dropped or pasted: run files, whole exports, archives that hold them. */
import { grouped } from '../../spec/numbers.ts';
import { type ReadRuns, readRunFile } from '../readRunFile.ts';
import { RUNS_IN_ZIP, type RunResult } from '../runFile.ts';
import { entriesNamed, isZip, Unreadable, unpackEntry } from './archive.ts';

/** Something with runs in it, and what to call it in a message. */
export interface Source {
  readonly name: string;
  readonly blob: Blob;
}

/** What is wrong with a source, or was left out of it. */
export interface ReadingProblem {
  readonly source: string;
  readonly text: string;
}

export interface Read {
  readonly results: readonly RunResult[];
  readonly problems: readonly ReadingProblem[];
  /** The sources that gave no run. */
  readonly unread: readonly string[];
}

/** More than any export of this page. */
const MOST_BYTES = 100e6;
/** Of an archive little is read, but one of ours is never larger. */
const MOST_PACKED = 1e9;
/** What all that is read of an archive may come to. */
const MOST_UNPACKED = 200e6;

/** @param onResult hears of each run as it is read @param most bytes that may be unpacked of an archive */
export async function readSources(
  sources: readonly Source[],
  onResult: (result: RunResult) => void,
  most = MOST_UNPACKED,
): Promise<Omit<Read, 'results'>> {
  const problems: ReadingProblem[] = [];
  const unread: string[] = [];
  for (const source of sources) {
    const tell = (text: string) => void problems.push({ source: source.name, text });
    let runs = 0;
    try {
      for await (const { path, text } of textsOf(source.blob, most)) {
        const where = path === '' ? '' : `${path}: `;
        const read = readText(text);
        if ('problem' in read) tell(`${where}${read.problem}`);
        else {
          for (const note of read.notes) tell(`${where}${note}`);
          for (const result of read.results) onResult(result);
          runs += read.results.length;
        }
      }
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
    if (runs === 0) unread.push(source.name);
  }
  return { problems, unread };
}

interface Text {
  /** Within an archive of several; else ''. */
  readonly path: string;
  readonly text: string;
}

async function* textsOf(blob: Blob, most: number): AsyncGenerator<Text, void> {
  if (blob.size === 0) throw new Unreadable('the file is empty');
  if (!(await isZip(blob))) {
    refuseLarge(blob.size, MOST_BYTES);
    yield { path: '', text: await blob.text() };
    return;
  }
  refuseLarge(blob.size, MOST_PACKED);
  const entries = await entriesNamed(blob, RUNS_IN_ZIP);
  if (entries.length === 0) throw new Unreadable(`this archive holds no ${RUNS_IN_ZIP}`);
  let left = most;
  for (const entry of entries) {
    const file = await unpackEntry(blob, entry, { left, most });
    left -= file.size;
    yield { path: entries.length > 1 ? entry.name : '', text: await file.text() };
  }
}

function refuseLarge(bytes: number, most: number): void {
  if (bytes <= most) return;
  throw new Unreadable(
    `${grouped(bytes / 1e6, 0)} MB are more than the ${grouped(most / 1e6)} MB that can be read`,
  );
}

function readText(text: string): ReadRuns {
  try {
    return readRunFile(JSON.parse(text));
  } catch {
    return readLoosely(text);
  }
}

/** As Python writes it, with NaN and Infinity, which JSON has not: scripts of earlier versions did. */
function readLoosely(text: string): ReadRuns {
  const strict = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) =>
    token.startsWith('"') ? token : 'null',
  );
  try {
    const read = readRunFile(JSON.parse(strict));
    const note = 'NaN or Infinity, which JSON does not have, is read as null: the run diverged there';
    return 'problem' in read ? read : { ...read, notes: [note, ...read.notes] };
  } catch {
    return {
      problem: 'this is not JSON. Runs are imported from .json files that this page or `npm run train` wrote',
    };
  }
}
