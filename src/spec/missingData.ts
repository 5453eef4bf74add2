/** What is wrong with training on a data set that is not here. */
import { dataSpec, dataSpecs } from './dataSets.ts';
import type { Experiment } from './experiment.ts';
import { describeProblem, type Problem } from './validate.ts';

/** Undefined where nothing is. It names what to do; nothing else is trained on instead. */
export function missingData({ data }: Pick<Experiment, 'data'>): Problem | undefined {
  if (dataSpec(data)) return undefined;
  const known = dataSpecs().map(({ id }) => id);
  return {
    path: 'data',
    found: `'${data}'`,
    expected: `is not a data set of this browser, which has ${known.join(', ')}`,
    used: 'choose one of them to train',
  };
}

/** The same as a sentence, without its full stop. */
export function describeMissing(experiment: Pick<Experiment, 'data'>): string | undefined {
  const problem = missingData(experiment);
  return problem && describeProblem(problem);
}
