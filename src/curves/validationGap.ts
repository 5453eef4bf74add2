/**
 * Why validation lies where it does beside training: said by the charts and in the report, of runs where it is to be
 * seen, with the causes that hold for them. Training is scored as it trains, validation as the network is used.
 */
import { nameGroups } from '../results/groupNames.ts';
import { groupedBy, groupKey, oneASeed } from '../results/groups.ts';
import { listOf } from '../spec/describe.ts';
import { dropsUnits, keepsMovingStatistics, trainsAsTested } from '../spec/experiment.ts';
import { plainNormName } from '../spec/norms/norms.ts';
import { isSettled, shareAfter, unsettledWords } from '../spec/warmUp.ts';
import type { CurveRun } from './curveRun.ts';

type ScoredRun = Pick<CurveRun, 'experiment' | 'points' | 'history' | 'fork' | 'data' | 'status'>;

/** Differences of accuracy that are small, or within twice the standard error of the training images, are not seen. */
const NOTICEABLE = 0.01;
/** Below the training curve: what unsettled statistics do to be named as the cause, and what a reader calls far. */
const BELOW = 0.05;
const FAR = 0.15;
/** Of the epoch, at its end: a whole one's mean lags behind the validation that follows it. */
const RECENT_SHARE = 0.25;

/** A sentence for each that there is to say, of the runs' latest epochs; methods of which the same goes, together. */
export function describeValidation(runs: readonly ScoredRun[]): string[] {
  const members = [...groupedBy(runs, groupKey).values()].map((group) =>
    oneASeed(group, ({ status }) => status),
  );
  const { names } = nameGroups(members.flatMap(([run]) => (run ? [{ fork: run.fork, ...run }] : [])));
  const said = new Map<string, string[]>();
  for (const [i, group] of members.entries()) {
    const words = wordsOf(group);
    if (words) said.set(words, [...(said.get(words) ?? []), names[i] ?? '']);
  }
  return [...said].map(([words, names]) => `Validation of ${listOf(names)} ${words}`);
}

function wordsOf(runs: readonly ScoredRun[]): string | undefined {
  const ends = runs.flatMap((run) => atLatestEpoch(run) ?? []);
  const [run] = runs;
  if (!run || ends.length === 0) return undefined;
  const gap = ends.reduce((sum, { gap }) => sum + gap, 0) / ends.length;
  const share = Math.max(...ends.map(({ share }) => share));
  if (!isSettled(share)) {
    const why = `it is scored with ${unsettledWords(share)}`;
    return gap < -BELOW
      ? `lies ${gap < -FAR ? 'far ' : ''}below its training curve because ${why}: it says little about what was learned.`
      : `is raw: ${why}.`;
  }
  const images = ends.reduce((sum, { images }) => sum + images, 0);
  if (gap < Math.max(NOTICEABLE, 1 / Math.sqrt(images))) return undefined;
  const causes = [
    ...(dropsUnits(run.experiment) ? ['dropout switches units off in training only'] : []),
    ...(keepsMovingStatistics(run.experiment) && !trainsAsTested(run.experiment)
      ? [
          `${plainNormName(run.experiment.norm)} trains with each minibatch's own statistics and is validated with moving averages of them`,
        ]
      : []),
  ];
  return causes.length === 0 ? undefined : `lies above its training curve: ${causes.join(', and ')}.`;
}

/** By how much validation is above the training just before it, over how many images, and what is left of the start. */
function atLatestEpoch(run: ScoredRun): { gap: number; images: number; share: number } | undefined {
  const { points, history } = run;
  const epoch = history.at(-1);
  if (!epoch || !Number.isFinite(epoch.val_acc)) return undefined;
  const begin = history.at(-2)?.images ?? run.fork?.images ?? 0;
  const from = epoch.images - RECENT_SHARE * (epoch.images - begin);
  let [images, correct, before, step] = [0, 0, 0, 0];
  for (const point of points) {
    if (point.images > epoch.images) break;
    if (point.images > from) {
      images += point.images - before;
      correct += point.acc * (point.images - before);
    }
    before = point.images;
    step = point.step;
  }
  if (images === 0) return undefined;
  return { gap: epoch.val_acc - correct / images, images, share: shareAfter(run, step) };
}
