/**
 * What a sweep is to train: the link's keys as lists, every combination of them, under consecutive seeds. A table of
 * it has a row for each combination of all that is not the batch size, and a column a batch size.
 */
import { trainingKey } from '../../network/sameTraining.ts';
import { nameGroups } from '../../results/groupNames.ts';
import { type Experiment, NORMS, type Norm } from '../../spec/experiment.ts';
import { FIELDS, type FieldKey } from '../../spec/fields.ts';
import { METHODS, type Method, methodKey } from '../../spec/matrix.ts';
import { normWords } from '../../spec/norms/norms.ts';
import { grouped } from '../../spec/numbers.ts';
import { describeMistake, isFieldKey, validateField, whyUntrainable } from '../../spec/validate.ts';
import { FIELD_OPTIONS, readCount, readExperiments, UsageError } from '../options.ts';

export interface SweepPlan {
  readonly batches: readonly number[];
  readonly seeds: readonly number[];
  readonly rows: readonly Row[];
  /** A sentence for each combination that is left out, for another one trains the same. */
  readonly leftOut: readonly string[];
}

interface Row {
  readonly name: string;
  /** One a batch size, under the first seed; a row may leave batch sizes out. */
  readonly cells: readonly Experiment[];
}

export const cellAt = ({ cells }: Row, batch: number): Experiment | undefined =>
  cells.find((cell) => cell.batch === batch);

const SWEEP_FIELDS = FIELD_OPTIONS.filter((key) => key !== 'repeats');
export const PLAN_OPTIONS = [...SWEEP_FIELDS, 'methods', 'seeds', 'link'];

/** A sweep beyond this is a mistake in a list. */
const MAX_RUNS = 2000;
const MAX_SEEDS = 100;

export function readPlan(pairs: ReadonlyMap<string, string>): SweepPlan {
  if (pairs.has('methods') && (pairs.has('norm') || pairs.has('weights'))) {
    throw new UsageError('--methods: names norms and weights already, leave --norm and --weights away');
  }
  const link = pairs.get('link');
  const bases = readExperiments(new Map(link === undefined ? [] : [['link', link]]));
  const seeds = readSeeds(pairs, bases);
  let rows: readonly Experiment[] = bases;
  let batches = [...new Set(bases.map(({ batch }) => batch))];
  for (const [key, text] of pairs) {
    if (key === 'methods') {
      const methods = parseMethods(text);
      rows = rows.flatMap((row) => methods.map((method) => ({ ...row, ...method })));
    } else if (isFieldKey(key) && key !== 'seed' && key !== 'repeats') {
      const values = readList(key, text, pairs.get('data') ?? bases[0]?.data);
      if (key === 'batch') batches = values.map(Number);
      else rows = rows.flatMap((row) => values.map((value) => ({ ...row, [key]: value })));
    }
  }
  return planOf(rows, batches, seeds);
}

/** @param rows one experiment a row; batch and seed are set here */
export function planOf(
  rows: readonly Experiment[],
  batches: readonly number[],
  seeds: readonly number[],
): SweepPlan {
  const [batch = FIELDS.batch.default] = batches;
  const [seed = FIELDS.seed.default] = seeds;
  const alike = rows.map((row) => ({ ...row, batch, seed, repeats: 1, engine: 'wasm' as const }));
  const { names } = nameGroups(alike.map((experiment) => ({ experiment, fork: undefined })));
  for (const experiment of alike) {
    const why = whyUntrainable(experiment);
    if (why !== undefined) throw new UsageError(`--${why}`);
  }
  const firstOf = new Map<string, string>();
  const kept: Row[] = [];
  const leftOut = new Set<string>();
  for (const [i, experiment] of alike.entries()) {
    const name = names[i] ?? '';
    const key = trainingKey(experiment);
    const first = firstOf.get(key);
    if (first === undefined) {
      firstOf.set(key, name);
      kept.push({ name, cells: batches.map((each) => ({ ...experiment, batch: each })) });
    } else if (first !== name) leftOut.add(`${name} is left out: it trains the same network as ${first}.`);
  }
  const runs = kept.length * batches.length * seeds.length;
  if (runs > MAX_RUNS) {
    throw new UsageError(
      `${grouped(runs)} runs are more than the ${grouped(MAX_RUNS)} of one sweep: shorten a list`,
    );
  }
  return { batches, seeds, rows: kept, leftOut: [...leftOut] };
}

/** Every run, all cells under the first seed before any under the second, small batches (the slow ones) first. */
export function runsOf({ rows, batches, seeds }: SweepPlan): Experiment[] {
  const slowFirst = batches.toSorted((a, b) => a - b);
  return seeds.flatMap((seed) =>
    slowFirst.flatMap((batch) =>
      rows.flatMap((row) => {
        const cell = cellAt(row, batch);
        return cell ? [{ ...cell, seed }] : [];
      }),
    ),
  );
}

/** The values of '2,64,128', each once. */
function readList(key: FieldKey, text: string, data?: string): (string | number)[] {
  const words = text.split(',').map((word) => word.trim());
  const values = words.map((word) => {
    const { value, problem } = validateField(key, word, undefined, data);
    if (problem) throw new UsageError(`--${describeMistake(problem)}`);
    return value;
  });
  return [...new Set(values)];
}

/** `--seeds 3` from `--seed` on, or the seeds that `--seed 1,5,9` lists. */
export function readSeeds(pairs: ReadonlyMap<string, string>, bases: readonly Experiment[]): number[] {
  const count = readCount(pairs, 'seeds', 1, MAX_SEEDS);
  const text = pairs.get('seed');
  const listed = text === undefined ? undefined : readList('seed', text).map(Number);
  if (listed && listed.length > 1) {
    if (count === undefined) return listed;
    throw new UsageError('--seeds: counts on from one --seed; several seeds are already listed');
  }
  const first = listed?.[0] ?? bases[0]?.seed ?? FIELDS.seed.default;
  const repeats = count ?? Math.max(...bases.map((base) => base.repeats));
  const last = first + repeats - 1;
  if (last > FIELDS.seed.max) throw new UsageError(`--seeds: seed ${last} is above ${FIELDS.seed.max}`);
  return Array.from({ length: repeats }, (_, i) => first + i);
}

const BY_OPTION = new Map<string, Norm>(NORMS.map((norm) => [normWords(norm).option, norm]));

/** Reads 'bn,gn+ws,layer:plain'. @throws UsageError */
export function parseMethods(text: string): Method[] {
  const methods = text.split(',').map((word) => readMethod(word.trim().toLowerCase()));
  return [...new Set(methods)];
}

function readMethod(word: string): Method {
  const [, short = '', ws] = /^([a-z-]+)(\+ws)?$/.exec(word) ?? [];
  const norm = BY_OPTION.get(short);
  const key = norm ? methodKey({ norm, weights: ws ? 'standardized' : 'plain' }) : word;
  const method = METHODS.find((candidate) => methodKey(candidate) === key);
  if (method) return method;
  throw new UsageError(
    `--methods: '${word.slice(0, 40)}' is not a method such as bn, gn+ws, batch:plain or group:standardized`,
  );
}
