/**
 * The comparison as the fragment of a link: `v=1&batch=8&run=norm:batch,weights:plain`.
 *
 * Readable, and only what differs: the base experiment from the defaults, then one `run=` for each further
 * experiment, listing how it differs from the base; then where on the page it leads (place.ts); last, in some links,
 * results (results.ts). Any text decodes to something valid plus a list of problems.
 */
import { type Comparison, type Experiment, MAX_COMPARISON } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT, FIELD_KEYS, writeValue } from '../spec/fields.ts';
import {
  type Axis,
  companionOf,
  DEFAULT_MATRIX,
  goTogether,
  type Matrix,
  readAxis,
  readRates,
  SIDES,
  type Side,
  valueKey,
  variesRate,
} from '../spec/matrix.ts';
import { missingData, type Problem, type Validated, validateExperiment } from '../spec/validate.ts';
import { mendFragment, withoutBlanks } from './mend.ts';
import { PLACE_KEYS, type Place, readPlace, writePlace } from './place.ts';

export const LINK_VERSION = 1;
/** Longer settings are not read: no comparison needs as much, and a hostile one must not hang the page. */
const MAX_LENGTH = 20_000;
/** Characters of results: with a dozen settings the whole link stays below 32 kB. */
export const MAX_RESULTS = 30_000;
/** More problems than this are counted, not listed. */
const MAX_PROBLEMS = 8;

/** Keys that are not settings of the base experiment. */
const OTHER_KEYS: readonly string[] = ['v', 'run', 'methods', 'batches', ...SIDES, 'rates', ...PLACE_KEYS];

export interface DecodedLink extends Place {
  readonly comparison: Comparison;
  readonly matrix: Matrix;
  readonly problems: readonly Problem[];
  /** What results.ts encoded, not looked at yet: few links have it, and few visits need what reads it. */
  readonly results?: string;
}

type Pair = readonly [key: string, value: string];

const differences = (experiment: Experiment, base: Experiment): Pair[] =>
  FIELD_KEYS.filter((key) => experiment[key] !== base[key]).map((key) => [key, writeValue(experiment[key])]);

/** The fragment, without its '#'. Keys and values need no escaping: they are letters, digits, '-', '.', '_' and '/'. */
export function encodeComparison(comparison: Comparison, matrix: Matrix = DEFAULT_MATRIX): string {
  const [base, ...others] = comparison;
  const runs = others.map((experiment) => `run=${writeSettings(experiment, base)}`);
  const settings = differences(base, DEFAULT_EXPERIMENT).map(([key, value]) => `${key}=${value}`);
  return [`v=${LINK_VERSION}`, ...settings, ...tableKeys(matrix), ...runs].join('&');
}

/** The axes of the table, where they are not the original study's; methods and batch sizes by names of their own. */
const tableKeys = (matrix: Matrix): string[] => [
  ...SIDES.flatMap((side) => {
    const { setting } = matrix[side];
    const values = valuesOf(matrix[side]);
    const usual = DEFAULT_MATRIX[side];
    if (setting !== usual.setting) return [`${side}=${setting}:${values}`];
    return values === valuesOf(usual) ? [] : [`${USUAL_NAMES[side]}=${values}`];
  }),
  ...(matrix.rates ? [`rates=${matrix.rates.join(',')}`] : []),
];

/** Of the original study's axes. */
const USUAL_NAMES: Readonly<Record<Side, string>> = { rows: 'methods', columns: 'batches' };

const valuesOf = ({ values }: Axis): string => values.map(valueKey).join(',');

/** @param results what results.ts encoded; last, so that a person can read what is before it */
export function encodeLink(
  comparison: Comparison,
  matrix: Matrix,
  { results, ...place }: Place & { readonly results?: string | undefined } = {},
): string {
  const parts = [encodeComparison(comparison, matrix), ...writePlace(place)];
  return [...parts, ...(results === undefined ? [] : [`results=${results}`])].join('&');
}

/** Reads a fragment (with or without '#'); undefined if it is empty. Never throws. */
export function decodeFragment(fragment: string): DecodedLink | undefined {
  const [settings, results] = splitResults(mendFragment(fragment));
  if (settings === '' && results === undefined) return undefined;
  const read = decodeSettings(settings);
  if (results === undefined) return read;
  if (results !== '' && results.length <= MAX_RESULTS) return { ...read, results };
  const [found, expected] =
    results === ''
      ? ['the link', 'was cut off before them']
      : [`${results.length} characters`, 'are too many'];
  const problem = { path: 'results', found, expected, used: 'opened the settings without them' };
  return { ...read, problems: [...read.problems, problem] };
}

/** The settings, and what stands after 'results=', if it is there. */
function splitResults(text: string): [settings: string, results: string | undefined] {
  const part = /(?:^|&)results=([^&]*)/.exec(text);
  if (part === null) return [text, undefined];
  return [text.replace(part[0], '').replace(/^&/, ''), withoutBlanks(part[1] ?? '')];
}

function decodeSettings(text: string): DecodedLink {
  if (text.length > MAX_LENGTH) {
    const found = `${text.length} characters`;
    const expected = `are more than ${MAX_LENGTH}`;
    return {
      comparison: [DEFAULT_EXPERIMENT],
      matrix: DEFAULT_MATRIX,
      problems: [{ path: 'link', found, expected, used: 'opened the defaults' }],
    };
  }
  const problems: Problem[] = [];
  const params = new URLSearchParams(text);
  checkVersion(params.get('v'), problems);
  const settings = [...params].filter(([key]) => !OTHER_KEYS.includes(key));
  const base = readPairs(settings, DEFAULT_EXPERIMENT, problems);
  const runs = params.getAll('run');
  if (runs.length >= MAX_COMPARISON) {
    problems.push({
      path: 'run',
      found: `${runs.length + 1} experiments`,
      expected: 'are too many',
      used: `used the first ${MAX_COMPARISON}`,
    });
  }
  const others = runs.slice(0, MAX_COMPARISON - 1).map((run) => readPairs(splitRun(run), base, problems));
  problems.push(...missingProblems([base, ...others]));
  const matrix = readMatrix(params, base.data, problems);
  const place = readPlace(params, problems);
  return { comparison: [base, ...others], matrix, ...place, problems: shorten(problems) };
}

/** Data sets that are not here, once each: the link's experiments stay what they are, and nothing else is trained. */
const missingProblems = (experiments: readonly Experiment[]): Problem[] => [
  ...new Map(
    experiments.flatMap((each) => missingData(each) ?? []).map((problem) => [problem.found, problem]),
  ).values(),
];

/** @param data the data set of the table's cells */
function readMatrix(params: URLSearchParams, data: string, problems: Problem[]): Matrix {
  const axes = readAxes(params, data, problems);
  const text = params.get('rates');
  if (text === null) return axes;
  if (variesRate(axes)) {
    const expected = 'are searched where no axis varies them';
    problems.push({ path: 'rates', found: 'learning rates', expected, used: 'left out' });
    return axes;
  }
  const read = readRates(text, 'rates');
  problems.push(...read.problems);
  return read.value ? { ...axes, rates: read.value } : axes;
}

function readAxes(params: URLSearchParams, data: string, problems: Problem[]): Matrix {
  const read = Object.fromEntries(SIDES.map((side) => [side, readSide(side, params, data, problems)]));
  const rows = read.rows ?? DEFAULT_MATRIX.rows;
  const columns = read.columns ?? DEFAULT_MATRIX.columns;
  if (goTogether(rows.setting, columns.setting)) return { rows, columns };
  if (read.columns && !read.rows) return { rows: companionOf(columns.setting), columns };
  if (read.columns) {
    const expected = `is set by the rows already`;
    problems.push({ path: 'columns', found: `'${columns.setting}'`, expected, used: 'left out' });
  }
  return { rows, columns: companionOf(rows.setting) };
}

/** One axis, by its general name or by the one that it has in the original study's table; undefined where it is in neither. */
function readSide(side: Side, params: URLSearchParams, data: string, problems: Problem[]): Axis | undefined {
  const { setting } = DEFAULT_MATRIX[side];
  const named = params.get(USUAL_NAMES[side]);
  const text = params.get(side) ?? (named === null ? null : `${setting}:${named}`);
  if (text === null) return undefined;
  const read = readAxis(text, params.has(side) ? side : USUAL_NAMES[side], data);
  problems.push(...read.problems);
  return read.value;
}

function checkVersion(version: string | null, problems: Problem[]): void {
  if (version === null || version === String(LINK_VERSION)) return;
  const shown = version.slice(0, 20);
  if (Number(version) > LINK_VERSION) {
    const expected = `was made by a newer version (${shown}) of the playground`;
    problems.push({ path: 'v', found: 'this link', expected, used: 'left out what this one does not know' });
  } else {
    const used = `read as ${LINK_VERSION}`;
    problems.push({ path: 'v', found: `'${shown}'`, expected: 'is not a version', used });
  }
}

/** An experiment as a `run=` writes it: 'norm:batch,weights:plain', '' where it is `base`. */
export const writeSettings = (experiment: Experiment, base: Experiment): string =>
  differences(experiment, base)
    .map(([key, value]) => `${key}:${value}`)
    .join(',');

/** Reads what `writeSettings` wrote of an experiment that was trained. */
export function readSettings(text: string, base: Experiment): Validated<Experiment> {
  const problems: Problem[] = [];
  return { value: readPairs(splitRun(text), base, problems, { trained: true }), problems };
}

const splitRun = (run: string): Pair[] =>
  run
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const [key = '', ...value] = part.split(':');
      return [key, value.join(':')];
    });

function readPairs(
  pairs: readonly Pair[],
  base: Experiment,
  problems: Problem[],
  { trained = false } = {},
): Experiment {
  const seen = new Set<string>();
  for (const [key] of pairs) {
    if (seen.has(key))
      problems.push({ path: key, found: 'given', expected: 'more than once', used: 'used the last' });
    seen.add(key);
  }
  const read = validateExperiment(Object.fromEntries(pairs), base, { trained });
  problems.push(...read.problems);
  return read.value;
}

function shorten(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= MAX_PROBLEMS) return problems;
  const more = problems.length - MAX_PROBLEMS;
  return [
    ...problems.slice(0, MAX_PROBLEMS),
    { path: 'link', found: `${more} more problems`, expected: 'like these' },
  ];
}
