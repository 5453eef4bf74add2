/**
 * The results of runs as the last part of a link, `&results=…`: whoever opens it sees the curves at once, with no data
 * set loaded, and can train the same here to check. Loaded when a link has results, or when one with them is made.
 *
 * Two runs of the default comparison take 2.3 kB, six 6.7, a dozen 13.2; what each column does for that is told in
 * its file. Deflate on top would save 2 % at most: what is left is noise.
 */
import type { RunResult } from '../results/runFile.ts';
import { FIELDS } from '../spec/fields.ts';
import { BitReader, BitWriter, Unreadable } from './bits.ts';
import { seal, unseal } from './envelope.ts';
import { MAX_RESULTS } from './link.ts';
import { type LinkedRun, NOTHING_BEFORE, readRun, writeRun } from './linkedRun.ts';
import { advancing } from './positions.ts';
import { thin } from './windows.ts';

export type { LinkedRun } from './linkedRun.ts';

/**
 * Of what is written here. A field more, or a bit that means something else, is a new version. The second has tests with
 * recalibrated statistics, and what is left of the initial ones where a fork begins; the third what runs were trained
 * on; the fourth validations with recalibrated statistics, which learning rates are chosen by.
 */
const VERSION = 4;
const MAX_RUNS = 100;
/** A chart shows no more points than these; a run of ours has about half as many. */
const MOST_POINTS = 1000;
/** Rather than thin a curve further, runs are left out. */
const FEWEST_POINTS = 60;

export interface EncodedResults {
  /** The value of the link's `results`: letters, digits, '-' and '_'. */
  readonly text: string;
  /** How many runs, from the end, did not fit. */
  readonly leftOut: number;
  /** How many of the others have a thinned curve. */
  readonly thinned: number;
}

/** The results in at most MAX_RESULTS characters: curves are thinned as far as it takes, then runs are left out. */
export function encodeResults(runs: readonly RunResult[]): EncodedResults {
  let fitting = runs.slice(0, MAX_RUNS).map(tidy);
  let limit = MOST_POINTS;
  while (true) {
    const { text, thinned } = write(fitting, limit);
    const share = MAX_RESULTS / text.length;
    if (share >= 1) return { text, leftOut: runs.length - fitting.length, thinned };
    if (limit > FEWEST_POINTS)
      limit = Math.max(FEWEST_POINTS, Math.floor(limit * Math.min(share * 1.1, 0.85)));
    else fitting = fitting.slice(0, Math.floor(fitting.length * share));
  }
}

/** Without what only a mended file holds: points out of order, more epochs than an experiment can have. */
const tidy = (run: RunResult): RunResult => ({
  ...run,
  points: advancing(run.points, (point) => point),
  history: run.history.slice(0, FIELDS.epochs.max),
});

function write(runs: readonly RunResult[], limit: number): { text: string; thinned: number } {
  const bits = new BitWriter();
  bits.whole(runs.length);
  let before = NOTHING_BEFORE;
  let thinned = 0;
  for (const run of runs) {
    const ends = new Set(run.history.map(({ images }) => images));
    if (run.fork) ends.add(run.fork.images);
    const points = thin(run.points, limit, ends);
    const isThinned = points.length < run.points.length;
    before = writeRun(bits, { ...run, points }, isThinned, before);
    thinned += Number(isThinned);
  }
  return { text: seal(VERSION, bits.bytes()), thinned };
}

export type DecodedResults =
  | { readonly runs: readonly LinkedRun[]; readonly problem?: undefined }
  /** A sentence for a person. */
  | { readonly runs?: undefined; readonly problem: string };

/** Reads what `encodeResults` wrote, from any text. Never throws; work and memory are bounded by the text's length. */
export function decodeResults(text: string): DecodedResults {
  try {
    if (text.length > MAX_RESULTS) {
      throw new Unreadable(`their ${text.length} characters are more than ${MAX_RESULTS}`);
    }
    const { version, content } = unseal(text, VERSION);
    return { runs: read(content, version) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { problem: `results: the curves in this link cannot be shown: ${error.message}` };
  }
}

function read(bytes: Uint8Array, version: number): readonly LinkedRun[] {
  const bits = new BitReader(bytes);
  const count = bits.wholeUpTo(MAX_RUNS, 'runs');
  const runs: LinkedRun[] = [];
  let before = NOTHING_BEFORE;
  for (let i = 0; i < count; i++) {
    const next = readRun(bits, before, version);
    runs.push(next.run);
    before = next.before;
  }
  return runs;
}
