/**
 * What a sweep is to train: the link's keys as lists, every combination of them, under consecutive seeds. A table of
 * it has a column a value of one setting, the batch size unless another is named, and a row for each combination of all
 * else.
 */
import { trainingKey } from '../../network/sameTraining.ts';
import { nameGroups } from '../../results/groupNames.ts';
import { trialsOf } from '../../results/rateSearch.ts';
import { MOST_RUNS } from '../../results/runFile.ts';
import { describeSetting } from '../../spec/describe.ts';
import { type Experiment, NORMS, type Norm, WEIGHTS } from '../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT, FIELDS, type FieldKey } from '../../spec/fields.ts';
import { AXIS_SETTINGS, isHalfDecimal, METHODS, type Method, methodKey } from '../../spec/matrix.ts';
import { normWords } from '../../spec/norms/norms.ts';
import { grouped } from '../../spec/numbers.ts';
import { describeMistake, isFieldKey, validateField, whyUntrainable } from '../../spec/validate.ts';
import { WEIGHTS_WORDS } from '../../spec/weights.ts';
import { FIELD_OPTIONS, readCount, readExperiments, UsageError } from '../options.ts';
import { runKey } from './names.ts';

export interface SweepPlan {
  readonly columns: Columns;
  /** Learning rates that are searched for each cell under the first seed; none where all have the one they name. */
  readonly rates: readonly number[];
  readonly seeds: readonly number[];
  readonly rows: readonly Row[];
  /** A sentence for each combination that is left out, for another one trains the same. */
  readonly leftOut: readonly string[];
  /** Keys of its runs in the order in which they are trained, where that is not the usual one. */
  readonly order?: readonly string[];
}

export interface Columns {
  readonly setting: FieldKey;
  readonly values: readonly (string | number)[];
}

interface Row {
  readonly name: string;
  /** One a column, under the first seed; a row may leave columns out. */
  readonly cells: readonly Experiment[];
}

/** The row's cells, column by column. */
export const cellsOf = ({ cells }: Row, { setting, values }: Columns): (Experiment | undefined)[] =>
  values.map((value) => cells.find((cell) => cell[setting] === value));

/** 'batch 2', 'learning rate 0.01' */
export const columnNames = ({ rows, columns: { setting, values } }: SweepPlan): string[] => {
  const experiment = rows[0]?.cells[0] ?? DEFAULT_EXPERIMENT;
  return values.map((value) => describeSetting({ ...experiment, [setting]: value }, setting));
};

const SWEEP_FIELDS = FIELD_OPTIONS.filter((key) => key !== 'repeats');
export const PLAN_OPTIONS = [...SWEEP_FIELDS, 'methods', 'columns', 'rates', 'seeds', 'link'];

const MAX_SEEDS = 100;

export function readPlan(pairs: ReadonlyMap<string, string>): SweepPlan {
  if (pairs.has('methods') && (pairs.has('norm') || pairs.has('weights'))) {
    throw new UsageError('--methods: names norms and weights already, leave --norm and --weights away');
  }
  const link = pairs.get('link');
  const bases = readExperiments(new Map(link === undefined ? [] : [['link', link]]));
  const seeds = readSeeds(pairs, bases);
  let rows: readonly Experiment[] = bases;
  const setting = readColumnSetting(pairs.get('columns'));
  let values: Columns['values'] = [...new Set(bases.map((base) => base[setting]))];
  for (const [key, text] of pairs) {
    if (key === 'methods') {
      const methods = parseMethods(text);
      rows = rows.flatMap((row) => methods.map((method) => ({ ...row, ...method })));
    } else if (isFieldKey(key) && key !== 'seed' && key !== 'repeats') {
      const list = readList(key, text, pairs.get('data') ?? bases[0]?.data);
      if (key === setting) values = list;
      else rows = rows.flatMap((row) => list.map((value) => ({ ...row, [key]: value })));
    }
  }
  return planOf(rows, { setting, values }, seeds, readRates(pairs, setting));
}

function readRates(pairs: ReadonlyMap<string, string>, columns: FieldKey): number[] {
  const text = pairs.get('rates');
  if (text === undefined) return [];
  if (columns === 'lr' || pairs.has('lr'))
    throw new UsageError('--rates: are searched where nothing else names learning rates, leave --lr away');
  const rates = readList('lr', text, DEFAULT_EXPERIMENT.data).map(Number);
  if (rates.length < 2) throw new UsageError('--rates: name two learning rates or more');
  return rates.sort((a, b) => a - b);
}

function readColumnSetting(text = 'batch'): FieldKey {
  const setting = AXIS_SETTINGS.find((each) => each === text);
  if (setting && setting !== 'method') return setting;
  const known = AXIS_SETTINGS.filter((each) => each !== 'method').join(', ');
  throw new UsageError(`--columns: '${text.slice(0, 40)}' is not one of ${known}`);
}

/** @param rows one experiment a row; the columns' setting and the seed are set here */
export function planOf(
  rows: readonly Experiment[],
  columns: Columns,
  seeds: readonly number[],
  rates: readonly number[] = [],
): SweepPlan {
  const [seed = FIELDS.seed.default] = seeds;
  const { setting, values } = columns;
  const table = rows.map((row) =>
    values.map((value): Experiment => ({ ...row, [setting]: value, seed, repeats: 1, engine: 'wasm' })),
  );
  for (const experiment of table.flat()) {
    const why = whyUntrainable(experiment);
    if (why !== undefined) throw new UsageError(`--${why}`);
  }
  const names = rowNames(table);
  const firstOf = new Map<string, string>();
  const kept: Row[] = [];
  const leftOut = new Set<string>();
  for (const [i, all] of table.entries()) {
    const name = names[i] ?? '';
    const keyed = all.map((cell) => ({ cell, key: trainingKey(cell) }));
    const own = keyed.filter(({ key }) => !firstOf.has(key));
    if (own.length > 0) kept.push({ name, cells: own.map(({ cell }) => cell) });
    for (const { cell, key } of keyed) {
      const first = firstOf.get(key) ?? name;
      const what = own.length > 0 ? `${name} at ${describeSetting(cell, setting)}` : name;
      if (first !== name) leftOut.add(`${what} is left out: it trains the same network as ${first}.`);
    }
    for (const { key } of own) firstOf.set(key, name);
  }
  const cells = kept.reduce((sum, row) => sum + row.cells.length, 0);
  const runs = cells * (rates.length === 0 ? seeds.length : rates.length + seeds.length - 1);
  // A sweep beyond this is a mistake in a list.
  if (runs > MOST_RUNS) {
    throw new UsageError(
      `${grouped(runs)} runs are more than the ${grouped(MOST_RUNS)} of one sweep: shorten a list`,
    );
  }
  return { columns, rates, seeds, rows: kept, leftOut: [...leftOut] };
}

/** By what tells the rows apart, in the first column where all of them are: there what differs need not mean anything. */
function rowNames(table: readonly (readonly Experiment[])[]): readonly string[] {
  const columns = (table[0] ?? []).map((_, column) => {
    const cells = table.flatMap((row) => row[column] ?? []);
    return nameGroups(cells.map((experiment) => ({ experiment, fork: undefined }))).names;
  });
  return columns.find((names) => new Set(names).size === names.length) ?? columns[0] ?? [];
}

/**
 * Every run that is known by now, all cells under the first seed before any under the second, small batches (the slow
 * ones) first. Where learning rates are searched, those that search them, then the other seeds of each cell that has
 * found its own.
 * @param rateOf the learning rate found for a cell; undefined before
 */
export function runsOf(
  { rows, columns, rates, seeds, order = [] }: SweepPlan,
  rateOf: (cell: Experiment) => number | undefined = () => undefined,
): Experiment[] {
  const byColumn = columns.values.flatMap((_, i) => rows.flatMap((row) => cellsOf(row, columns)[i] ?? []));
  const slowFirst = byColumn.toSorted((a, b) => a.batch - b.batch);
  if (rates.length === 0) {
    const runs = seeds.flatMap((seed) => slowFirst.map((cell) => ({ ...cell, seed })));
    const place = new Map(order.map((key, i) => [key, i]));
    return runs.sort((a, b) => (place.get(runKey(a)) ?? 0) - (place.get(runKey(b)) ?? 0));
  }
  return [
    ...slowFirst.flatMap((cell) => trialsOf(cell, rates)),
    ...seeds.slice(1).flatMap((seed) =>
      slowFirst.flatMap((cell) => {
        const lr = rateOf(cell);
        return lr === undefined ? [] : [{ ...cell, lr, seed }];
      }),
    ),
  ];
}

/** The values of '2,64,128', each once. */
function readList(key: FieldKey, text: string, data?: string): (string | number)[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.some((word) => isHalfDecimal(FIELDS[key], word)))
    throw new UsageError(
      `--${key}: '${text.slice(0, 40)}' has a decimal comma: write 0.5, commas stand between values`,
    );
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

/** Reads 'bn,gn+ws,none+sws,layer:plain'. @throws UsageError */
export function parseMethods(text: string): Method[] {
  const methods = text.split(',').map((word) => readMethod(word.trim().toLowerCase()));
  return [...new Set(methods)];
}

function readMethod(word: string): Method {
  const [, short = '', suffix = ''] = /^([a-z-]+)(\+[a-z]+)?$/.exec(word) ?? [];
  const norm = BY_OPTION.get(short);
  const weights = WEIGHTS.find(
    (each) => suffix === WEIGHTS_WORDS[each].suffix.toLowerCase() || suffix === `+${each}`,
  );
  const key = norm && weights ? methodKey({ norm, weights }) : word;
  const method = METHODS.find((candidate) => methodKey(candidate) === key);
  if (method) return method;
  throw new UsageError(
    `--methods: '${word.slice(0, 40)}' is not a method such as bn, gn+ws, none+sws, batch:plain or group:standardized`,
  );
}
