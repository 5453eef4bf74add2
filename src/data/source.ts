/** The registry of data sets: a further one is a file and a line here. */
import type { DataSetName } from '../spec/experiment.ts';
import type { DataSet, OpenOptions } from './dataSet.ts';
import { openFashionMnist } from './fashionMnist.ts';
import { openSynthetic } from './synthetic.ts';

const OPENERS = {
  'fashion-mnist': openFashionMnist,
  synthetic: openSynthetic,
} as const satisfies Record<DataSetName, (seed: number, options: OpenOptions) => Promise<DataSet>>;

/**
 * Opens a data set: its labels are there, its images come with `load`.
 * @param seed what a generated data set is drawn from; a downloaded one does not depend on it
 * @throws DataUnavailable whose message says what is missing. Using another set instead is the caller's choice.
 */
export const openDataSet = (name: DataSetName, seed: number, options: OpenOptions): Promise<DataSet> =>
  OPENERS[name](seed, options);
