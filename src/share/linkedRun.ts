/**
 * One run as bits. Its settings are written out, as what differs from the run before it, and not as a place in the
 * link's comparison: when a visitor edits the settings in the address, the curves stay with those that made them.
 */
import { impossible } from '../results/impossible.ts';
import type { RunResult } from '../results/runFile.ts';
import type { DataSpec } from '../spec/dataSpec.ts';
import { runName } from '../spec/describe.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { describeProblem } from '../spec/validate.ts';
import type { Fork } from '../training/events.ts';
import { type BitReader, type BitWriter, said, Unreadable } from './bits.ts';
import { CURVE_PRECISION, readCurve, writeCurve } from './curve.ts';
import { readHistory, validated, writeHistory } from './history.ts';
import { readSettings, writeSettings } from './link.ts';
import { readOutcome, writeOutcome } from './outcome.ts';
import { MAX_POSITION, type Position, toPosition } from './positions.ts';
import { builtIn, readData, writeData } from './usedData.ts';

/** A run from a link: as it was, but for its owner's notes, which are left out, and for what is said here. */
export interface LinkedRun extends RunResult {
  /** The losses of its curve are off by at most this fraction, those of its epochs by far less; the test is exact. */
  readonly lossPrecision: number;
  /** Whether its curve has fewer, wider windows than the run had (windows.ts). */
  readonly thinned: boolean;
}

const HASH_BYTES = 32;

/** What a run's bits refer back to. */
export interface Before {
  readonly experiment: Experiment;
  /** Positions of the curves so far. */
  readonly curves: readonly (readonly Position[])[];
  /** Data sets that were described so far. */
  readonly specs: readonly DataSpec[];
}

export const NOTHING_BEFORE: Before = { experiment: DEFAULT_EXPERIMENT, curves: [], specs: [] };

const after = (
  { curves }: Before,
  { experiment, points }: RunResult,
  specs: readonly DataSpec[],
): Before => ({ experiment, curves: [...curves, points], specs });

/** @param run with points that lie one beyond the other (positions.ts) */
export function writeRun(bits: BitWriter, run: RunResult, thinned: boolean, before: Before): Before {
  const { experiment, outcome } = run;
  const hash = run.weightsSha256 ?? (outcome.kind === 'finished' ? outcome.weightsSha256 : undefined);
  bits.wholeText(writeSettings(experiment, before.experiment));
  const { spec, written } = writeData(bits, run, before.specs);
  bits.text(run.name === runName(experiment) ? '' : run.name);
  bits.text(run.engine);
  writeOptional(bits, run.threads);
  writeOptional(bits, run.seconds === null ? null : Math.round(100 * run.seconds));
  writeFork(bits, run);
  writeHash(bits, hash);
  writeOutcome(bits, outcome, {
    test: spec?.counts.test ?? experiment.images,
    validation: validated(experiment, spec),
  });
  writeHistory(bits, run.history, experiment, spec);
  bits.bit(thinned);
  writeCurve(bits, run.points, experiment, spec, before.curves);
  return after(before, run, written);
}

/** @param version of the results (results.ts) @throws Unreadable */
export function readRun(
  bits: BitReader,
  before: Before,
  version: number,
): { run: LinkedRun; before: Before } {
  const experiment = readExperiment(bits, before.experiment);
  const { spec, data, written } =
    version > 2
      ? readData(bits, experiment, before.specs)
      : { spec: builtIn(experiment.data), data: undefined, written: before.specs };
  const name = said(bits) || runName(experiment);
  const engine = said(bits);
  const threads = readOptional(bits);
  const hundredths = readOptional(bits);
  const fork = readFork(bits, experiment, version);
  const weightsSha256 = readHash(bits);
  const run: LinkedRun = {
    name,
    experiment,
    ...(data && { data }),
    ...(fork && { fork }),
    outcome: readOutcome(bits, weightsSha256, version),
    history: readHistory(bits, experiment, spec),
    engine,
    threads,
    seconds: hundredths === null ? null : hundredths / 100,
    weightsSha256,
    thinned: bits.bit(),
    points: readCurve(bits, experiment, spec, before.curves),
    lossPrecision: CURVE_PRECISION,
  };
  const wrong = impossible(run);
  if (wrong !== undefined) throw new Unreadable(wrong);
  return { run, before: after(before, run, written) };
}

/** A setting that this version does not know makes another experiment of the run: better none than a wrong one. */
function readExperiment(bits: BitReader, base: Experiment): Experiment {
  const { value, problems } = readSettings(bits.text(), base);
  const [problem] = problems;
  if (problem)
    throw new Unreadable(`a run has settings that this version cannot read (${describeProblem(problem)})`);
  return value;
}

/** A whole number, or null where it is not known. */
function writeOptional(bits: BitWriter, value: number | null): void {
  const known = value !== null && value >= 0 && Number.isSafeInteger(value + 1);
  bits.whole(known ? value + 1 : 0);
}

function readOptional(bits: BitReader): number | null {
  const value = bits.whole();
  return value === 0 ? null : value - 1;
}

function writeFork(bits: BitWriter, { fork, experiment }: RunResult): void {
  bits.bit(fork !== undefined);
  if (fork === undefined) return;
  bits.text(fork.parent);
  bits.wholeText(writeSettings(fork.experiment, experiment));
  bits.whole(toPosition(fork.step));
  bits.whole(toPosition(fork.images));
  bits.bit(fork.initialShare !== undefined);
  if (fork.initialShare !== undefined) bits.float64(fork.initialShare);
}

function readFork(bits: BitReader, experiment: Experiment, version: number): Fork | undefined {
  if (!bits.bit()) return undefined;
  const fork = {
    parent: said(bits),
    experiment: readExperiment(bits, experiment),
    step: bits.wholeUpTo(MAX_POSITION, 'steps'),
    images: bits.wholeUpTo(MAX_POSITION, 'images'),
  };
  return version > 1 && bits.bit() ? { ...fork, initialShare: bits.float64() } : fork;
}

/** All of it, so that equal hashes mean equal weights here as elsewhere. */
function writeHash(bits: BitWriter, hash: string | null | undefined): void {
  const known = hash && /^[0-9a-f]{64}$/.test(hash) ? hash : '';
  bits.bit(known !== '');
  for (const pair of known.match(/../g) ?? []) bits.bits(Number.parseInt(pair, 16), 8);
}

function readHash(bits: BitReader): string | null {
  if (!bits.bit()) return null;
  const bytes = Array.from({ length: HASH_BYTES }, () => bits.bits(8));
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
