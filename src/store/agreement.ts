/** Results that came with a link or a file, against runs of the same experiment trained here. */
import { type Agreement, compareRuns, describeAgreement } from '../results/agreement.ts';
import { ownRuns } from './plan.ts';
import { isActive, type RunRecord, resultOf, settingsKey } from './run.ts';
import type { PageState } from './state.ts';

export interface Check {
  /** What came. */
  readonly reference: RunRecord;
  /** The run here that it is compared with, if there is one. */
  readonly own: RunRecord | undefined;
}

/** Engines differ in rounding at most: a link's run may be checked on another one. */
const withoutEngine = (run: RunRecord): string => settingsKey({ ...run.experiment, engine: 'auto' });

/** Each result from elsewhere that can be trained here (forks cannot), with the run that checks it. */
export function checksOf(runs: readonly RunRecord[]): Check[] {
  const own = new Map([...ownRuns(runs).values()].map((run) => [withoutEngine(run), run]));
  return runs
    .filter(({ origin, fork }) => origin !== 'here' && !fork)
    .map((reference) => ({ reference, own: own.get(withoutEngine(reference)) }));
}

export const agreementOf = ({ reference, own }: Check): Agreement | undefined =>
  own && compareRuns(resultOf(reference), resultOf(own), { lossPrecision: reference.lossPrecision });

/** 'identical', 'within rounding so far', or undefined while nothing was trained here. */
export function describeCheck(check: Check): string | undefined {
  const agreement = agreementOf(check);
  return agreement && describeAgreement(agreement);
}

/** The results from elsewhere that nothing here checks yet. */
export const unchecked = ({ runs }: Pick<PageState, 'runs'>): RunRecord[] =>
  checksOf(runs).flatMap(({ reference, own }) => (own ? [] : [reference]));

/** Whether a check is still under way. */
export const isChecking = ({ own }: Check): boolean => own !== undefined && isActive(own);
