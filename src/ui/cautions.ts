/** What is to be kept in mind about trained runs beside their verdict: the same sentences on the page and in its report. */
import { listOf, methodName } from '../spec/describe.ts';
import type { Comparison } from '../spec/experiment.ts';
import { dataName } from '../spec/usedData.ts';
import { describeWarmUps } from '../spec/warmUp.ts';
import { type RunRecord, resultOf } from '../store/run.ts';
import { warnOfGroups } from './controls/remarks.ts';
import { sameTraining } from './panels/sameTraining.ts';

/** Seeds that diverged and seeds that are too few are said by the verdict itself. */
export function cautionsOf(runs: readonly RunRecord[]): string[] {
  const groups = runs.map(({ experiment }) => {
    const why = warnOfGroups(experiment);
    return why && `${methodName(experiment)}: ${why}`;
  });
  const all = [...runs.map(fallback), describeWarmUps(runs), ...groups, ...sameMethods(runs)];
  return [...new Set(all.filter((text) => text !== undefined))];
}

/** 'Trained on Synthetic data, not on Fashion-MNIST: …' */
function fallback({ experiment, data }: RunRecord): string | undefined {
  if (data?.why === undefined) return undefined;
  return `Trained on ${data.spec.name} data, not on ${dataName({ experiment })}: ${data.why}`;
}

/** 'GN(32)+WS and GN(32) train the same here.': methods whose settings differ in what this network does not have. */
function sameMethods(runs: readonly RunRecord[]): string[] {
  const [first, ...others] = runs.filter(({ fork }) => !fork).map((run) => resultOf(run).experiment);
  if (!first) return [];
  const comparison: Comparison = [first, ...others];
  return sameTraining(comparison).flatMap((equal, i) => {
    const names = [equal === undefined ? undefined : comparison[equal], comparison[i]].flatMap(
      (experiment) => (experiment ? [methodName(experiment)] : []),
    );
    return new Set(names).size > 1 ? [`${listOf(names)} train the same here.`] : [];
  });
}
