/** The reference CNN's training step in full: what an engine that replays a program has to do. */
import { expect, test } from 'vitest';
import { buildNetwork } from '../../network/build.ts';
import { FASHION_MNIST } from '../../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { compileScoring, compileTraining } from './compile.ts';
import { printProgram } from './print.ts';

const network = (norm: 'batch' | 'group', weights: 'plain' | 'standardized') =>
  buildNetwork({ ...DEFAULT_EXPERIMENT, network: 'reference-cnn', norm, weights }, FASHION_MNIST);

test('a training step with batch norm', () => {
  expect(printProgram(compileTraining(network('batch', 'plain')))).toMatchSnapshot();
});

test('a training step with group norm and standardized weights', () => {
  expect(printProgram(compileTraining(network('group', 'standardized')))).toMatchSnapshot();
});

test('scoring with batch norm', () => {
  expect(printProgram(compileScoring(network('batch', 'plain')))).toMatchSnapshot();
});
