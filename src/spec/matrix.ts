/**
 * The table of two settings, norm × batch size to begin with: each cell an experiment that is otherwise the one in the
 * form. A value of an axis is what it changes of that experiment.
 */

import { describeSetting, labelWithin, methodName } from './describe.ts';
import { type Experiment, NORMS, type Norm, WEIGHTS, type Weights } from './experiment.ts';
import {
  DEFAULT_EXPERIMENT,
  FIELD_KEYS,
  FIELDS,
  type Field,
  type FieldKey,
  limitsOf,
  writeValue,
} from './fields.ts';
import { grouped } from './numbers.ts';
import { cutText } from './text.ts';
import { type Problem, type Validated, validateField } from './validate.ts';

/** What is done to activations and to weights. */
export interface Method {
  readonly norm: Norm;
  readonly weights: Weights;
}

/** What an axis varies: a setting, or norm and weights together. */
export type AxisSetting = 'method' | FieldKey;
export type AxisValue = Partial<Experiment>;

export interface Axis {
  readonly setting: AxisSetting;
  /** At least one; numbers ascend. */
  readonly values: readonly AxisValue[];
}

export interface Matrix {
  readonly rows: Axis;
  readonly columns: Axis;
  /** Learning rates that are searched for each cell, ascending, at least two; without, all cells have the form's. */
  readonly rates?: readonly number[];
}

export const SIDES = ['rows', 'columns'] as const;
export type Side = (typeof SIDES)[number];
export const otherSide = (side: Side): Side => (side === 'rows' ? 'columns' : 'rows');

/** Every method there can be. */
export const METHODS: readonly Method[] = NORMS.flatMap((norm) =>
  WEIGHTS.map((weights) => ({ norm, weights })),
);

/** Values of an axis; methods are as many as there are. */
export const MAX_VALUES = 10;

/** The original study's rows and columns. */
export const STUDY_METHODS = [
  { norm: 'batch', weights: 'plain' },
  { norm: 'group', weights: 'standardized' },
] as const satisfies readonly Method[];
export const STUDY_BATCHES = [2, 64, 128] as const;

export const DEFAULT_MATRIX: Matrix = {
  rows: { setting: 'method', values: STUDY_METHODS },
  columns: { setting: 'batch', values: STUDY_BATCHES.map((batch) => ({ batch })) },
};

/** Seeds have a mean of their own, and where a run is trained does not change it. */
const NO_AXIS: readonly FieldKey[] = ['seed', 'repeats', 'data', 'engine'];
export const AXIS_SETTINGS: readonly AxisSetting[] = [
  'method',
  ...FIELD_KEYS.filter((key) => !NO_AXIS.includes(key)),
];

/** The settings that it sets. */
export const keysOf = (setting: AxisSetting): readonly FieldKey[] =>
  setting === 'method' ? ['norm', 'weights'] : [setting];

/** Whether two axes set nothing in common, so that a table can have both. */
export const goTogether = (a: AxisSetting, b: AxisSetting): boolean =>
  keysOf(a).every((key) => !keysOf(b).includes(key));

/** What stands across from an axis for which nothing was chosen. */
export function companionOf(setting: AxisSetting): Axis {
  const { rows, columns } = DEFAULT_MATRIX;
  return goTogether(rows.setting, setting) ? rows : columns;
}

/** 'Norm', 'Batch size' */
export const axisLabel = (setting: AxisSetting): string =>
  setting === 'method' ? 'Norm' : FIELDS[setting].label;

/** 'Norm × batch size' */
export const matrixTitle = ({ rows, columns }: Matrix): string => {
  const { setting } = columns;
  return `${axisLabel(rows.setting)} × ${setting === 'method' ? 'norm' : labelWithin(setting)}`;
};

/** 'batch:plain', '64': how a link and the command line name a value. */
export const valueKey = (value: AxisValue): string => Object.values(value).map(writeValue).join(':');

export const methodKey = ({ norm, weights }: Method): string => valueKey({ norm, weights });

/** 'GN(32)+WS', 'batch 64', 'learning rate 0.01' */
export function valueName(setting: AxisSetting, experiment: Experiment): string {
  return setting === 'method' ? methodName(experiment) : describeSetting(experiment, setting);
}

/** The cell's experiment, one for all its seeds. */
export const cellExperiment = (base: Experiment, ...values: readonly AxisValue[]): Experiment =>
  Object.assign({}, base, ...values);

/** The cells' experiments, a list a row. */
export const matrixCells = (base: Experiment, { rows, columns }: Matrix): Experiment[][] =>
  rows.values.map((row) => columns.values.map((column) => cellExperiment(base, row, column)));

/** What experiments that stand beside each other in the table share: a setting, within whose values methods compete. */
export function groundOf({ rows, columns }: Matrix): FieldKey | undefined {
  return [columns.setting, rows.setting].find((setting) => setting !== 'method');
}

/** Whether an axis varies the learning rate itself, so that there is nothing to search. */
export const variesRate = ({ rows, columns }: Matrix): boolean =>
  [rows, columns].some(({ setting }) => setting === 'lr');

export const USUAL_RATES = [3e-4, 1e-3, 3e-3, 1e-2] as const;

/** Reads '0.001,0.01'; undefined for fewer than two. @param path what the problems name */
export function readRates(text: string, path: string): Validated<readonly number[] | undefined> {
  const { value, problems } = readValues('lr', text, path);
  const rates = value.flatMap(({ lr }) => lr ?? []);
  if (rates.length > 1) return { value: rates, problems };
  const few = { path, found: quote(text), expected: 'are no two learning rates', used: 'searched for none' };
  return { value: undefined, problems: problems.length > 0 ? problems : [few] };
}

/** Numbers worth a look, offered to tick; any other can be typed. */
const USUAL: Partial<Record<FieldKey, readonly number[]>> = {
  groups: [1, 2, 4, 8, 16, 32, 64],
  momentum: [0, 0.5, 0.9, 0.99, 0.999],
  batch: [1, 2, 4, 8, 16, 32, 64, 128, 256],
  lr: [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1],
  epochs: [1, 2, 3, 5, 10, 20],
  images: [500, 1000, 2000, 6000, 20_000],
};

/** The values that are offered for an axis, the one of the form among them. */
export function offeredValues(setting: AxisSetting, base: Experiment): readonly AxisValue[] {
  if (setting === 'method') return METHODS;
  const field: Field = FIELDS[setting];
  const own = base[setting];
  const offered: readonly (string | number)[] =
    field.kind === 'number' ? (USUAL[setting] ?? [field.default]) : field.values;
  const { max } = field.kind === 'number' ? limitsOf(setting, base.data) : { max: Infinity };
  const fitting = offered.filter((value) => typeof value === 'string' || value <= max);
  const values = fitting.includes(own) ? fitting : [...fitting, own];
  return ascending(values.map((value) => ({ [setting]: value })));
}

/** An axis of that setting, for whoever has not chosen values yet. */
export function usualAxis(setting: AxisSetting, base: Experiment): Axis {
  const usual = [DEFAULT_MATRIX.rows, DEFAULT_MATRIX.columns].find((axis) => axis.setting === setting);
  return usual ?? { setting, values: offeredValues(setting, base).slice(0, MAX_VALUES) };
}

/** Numbers by size, all else as it comes. */
export const ascending = (values: readonly AxisValue[]): readonly AxisValue[] =>
  values.toSorted((a, b) => {
    const [first, second] = [Object.values(a)[0], Object.values(b)[0]];
    return typeof first === 'number' && typeof second === 'number' ? first - second : 0;
  });

/**
 * Reads 'batch:plain,group:standardized'; what is not a method is a problem and left out.
 * @param path what the problems name
 */
function readMethods(text: string, path: string): Validated<readonly Method[]> {
  const problems: Problem[] = [];
  const methods: Method[] = [];
  for (const word of words(text)) {
    const method = METHODS.find((candidate) => methodKey(candidate) === word);
    if (!method) {
      const expected = `is not a norm and weights such as ${methodKey(METHODS[0] as Method)}`;
      problems.push({ path, found: quote(word), expected, used: 'left out' });
    } else if (!methods.includes(method)) methods.push(method);
  }
  return { value: methods, problems };
}

/**
 * Reads '2,64,128', 'mlp,small-cnn'; what is no value of the setting is a problem and left out.
 * @param path what the problems name
 */
function readValues(
  setting: FieldKey,
  text: string,
  path: string,
  data = DEFAULT_EXPERIMENT.data,
): Validated<readonly AxisValue[]> {
  const problems: Problem[] = [];
  const values = new Set<string | number>();
  const field: Field = FIELDS[setting];
  for (const word of words(text)) {
    const { value, problem } = validateField(setting, word, undefined, data);
    if (problem === undefined && !isHalfDecimal(field, word)) values.add(value);
    else {
      const { min, max } = field.kind === 'number' ? limitsOf(setting, data) : { min: 0, max: 0 };
      const expected =
        field.kind === 'number'
          ? `is not a ${field.integer ? 'whole ' : ''}number from ${grouped(min, 12)} to ${grouped(max)}`
          : (problem?.expected ?? '');
      problems.push({ path, found: quote(word), expected, used: 'left out' });
    }
  }
  if (values.size > MAX_VALUES) {
    const used = `used the first ${MAX_VALUES}`;
    problems.push({ path, found: String(values.size), expected: 'are too many', used });
  }
  return {
    value: ascending([...values].slice(0, MAX_VALUES).map((value) => ({ [setting]: value }))),
    problems,
  };
}

/** What stands after the comma of '0,01': a list cannot have meant 0 and 1. */
export const isHalfDecimal = (field: Field, word: string): boolean =>
  field.kind === 'number' && /^0\d/.test(word);

/**
 * Reads 'lr:0.001,0.01', 'method:batch:plain'; undefined where nothing of it is one.
 * @param path what the problems name
 * @param data the data set of the table's cells
 */
export function readAxis(text: string, path: string, data?: string): Validated<Axis | undefined> {
  const [, name = '', values = ''] = /^([^:]*):?(.*)$/s.exec(text) ?? [];
  const setting = AXIS_SETTINGS.find((each) => each === name);
  if (!setting) {
    const expected = `is not one of ${AXIS_SETTINGS.join(', ')}`;
    return { value: undefined, problems: [{ path, found: quote(name), expected, used: 'left out' }] };
  }
  const read = setting === 'method' ? readMethods(values, path) : readValues(setting, values, path, data);
  if (read.value.length > 0) return { value: { setting, values: read.value }, problems: read.problems };
  const none = { path, found: quote(text), expected: 'names no values', used: 'left out' };
  return { value: undefined, problems: read.problems.length > 0 ? read.problems : [none] };
}

const quote = (word: string): string => `'${cutText(word, 40)}'`;

const words = (text: string): string[] =>
  text
    .slice(0, 2000)
    .split(/[\s,]+/)
    .filter((word) => word !== '');
