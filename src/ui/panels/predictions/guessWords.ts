/** How guesses are put into words. */
import { judgedTest } from '../../../results/judged.ts';
import { className, type DataSpec } from '../../../spec/dataSpec.ts';
import { percent } from '../../../spec/numbers.ts';
import { isSettled, shareAfter, unsettledWords } from '../../../spec/warmUp.ts';
import type { RunRecord } from '../../../store/run.ts';

/** '98 %', '99.7 %'; never 100 % of what is less. NaN is '–'. */
export function probabilityWords(probability: number): string {
  if (Number.isNaN(probability)) return '–';
  if (probability === 0 || probability === 1) return percent(probability, 0);
  if (probability >= 0.9995) return '> 99.9 %';
  if (probability < 0.0005) return '< 0.1 %';
  return percent(probability, probability >= 0.99 || probability < 0.01 ? 1 : 0);
}

/** 'Shirt, taken for Coat', 'Shirt, recognized' */
export const cellWords = (spec: DataSpec | undefined, label: number, predicted: number): string =>
  label === predicted
    ? `${className(spec, label)}, recognized`
    : `${className(spec, label)}, taken for ${className(spec, predicted)}`;

/** Why a run's guesses after so many updates are not those it is judged by, or undefined where they are. */
export function describeUnsettled(run: RunRecord, step: number): string | undefined {
  const share = shareAfter(run, step);
  if (isSettled(share)) return undefined;
  const { status } = run;
  const judged = status.kind === 'finished' ? judgedTest(run, status) : undefined;
  const scored = `Scored with ${unsettledWords(share)}`;
  return judged?.kind === 'recalibrated'
    ? `${scored}. With recalibrated ones, which it is judged by, ${percent(judged.accuracy)} of the whole test set.`
    : `${scored}: it says little about what was learned.`;
}
