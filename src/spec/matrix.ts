/** The table Norm × batch size: methods by batch sizes, each cell an experiment that is otherwise the one in the form. */

import { type Experiment, expandRepeats, NORMS, type Norm, WEIGHTS, type Weights } from './experiment.ts';
import { FIELDS } from './fields.ts';
import { grouped } from './numbers.ts';
import type { Problem, Validated } from './validate.ts';

/** A row: what is done to activations and to weights. */
export interface Method {
  readonly norm: Norm;
  readonly weights: Weights;
}

export interface Matrix {
  readonly methods: readonly Method[];
  /** Columns, ascending. */
  readonly batches: readonly number[];
}

/** Every row there can be. */
export const METHODS: readonly Method[] = NORMS.flatMap((norm) =>
  WEIGHTS.map((weights) => ({ norm, weights })),
);

export const MAX_BATCHES = 10;

/** The original study's rows and columns. */
export const DEFAULT_MATRIX: Matrix = {
  methods: [
    { norm: 'batch', weights: 'plain' },
    { norm: 'group', weights: 'standardized' },
  ],
  batches: [2, 64, 128],
};

/** 'batch:plain': how a link and the command line name a row. */
export const methodKey = ({ norm, weights }: Method): string => `${norm}:${weights}`;

/** The cell's experiment, one for all its seeds. */
export const cellExperiment = (base: Experiment, method: Method, batch: number): Experiment => ({
  ...base,
  norm: method.norm,
  weights: method.weights,
  batch,
});

/** One experiment a cell and seed, row by row. */
export const matrixExperiments = (base: Experiment, { methods, batches }: Matrix): Experiment[] =>
  methods.flatMap((method) => batches.flatMap((batch) => expandRepeats(cellExperiment(base, method, batch))));

/** Reads 'batch:plain,group:standardized'; what is not a method is a problem and left out. */
export function readMethods(text: string): Validated<readonly Method[]> {
  const problems: Problem[] = [];
  const methods: Method[] = [];
  for (const word of words(text)) {
    const method = METHODS.find((candidate) => methodKey(candidate) === word);
    if (!method) {
      const expected = `is not a norm and weights such as ${methodKey(METHODS[0] as Method)}`;
      problems.push({ path: 'methods', found: quote(word), expected, used: 'left out' });
    } else if (!methods.includes(method)) methods.push(method);
  }
  return { value: methods.length > 0 ? methods : DEFAULT_MATRIX.methods, problems };
}

/** Reads '2,64,128'; what is not a batch size is a problem and left out. */
export function readBatches(text: string): Validated<readonly number[]> {
  const { min, max } = FIELDS.batch;
  const problems: Problem[] = [];
  const batches = new Set<number>();
  for (const word of words(text)) {
    const batch = Number(word);
    if (!Number.isInteger(batch) || batch < min || batch > max) {
      const expected = `is not a whole number from ${min} to ${grouped(max)}`;
      problems.push({ path: 'batches', found: quote(word), expected, used: 'left out' });
    } else batches.add(batch);
  }
  if (batches.size > MAX_BATCHES) {
    const used = `used the first ${MAX_BATCHES}`;
    problems.push({ path: 'batches', found: String(batches.size), expected: 'are too many', used });
  }
  const kept = [...batches].slice(0, MAX_BATCHES).sort((a, b) => a - b);
  return { value: kept.length > 0 ? kept : DEFAULT_MATRIX.batches, problems };
}

const quote = (word: string): string => `'${word.slice(0, 40)}'`;

const words = (text: string): string[] =>
  text
    .slice(0, 2000)
    .split(/[\s,]+/)
    .filter((word) => word !== '');
