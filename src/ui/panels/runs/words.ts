/** How a run stands, in a few words: in the table a bar shows the rest. */
import { inPoints } from '../../../results/verdict.ts';
import { counted, decimal, grouped, ordinal } from '../../../spec/numbers.ts';
import { dataName } from '../../../spec/usedData.ts';
import { missingData } from '../../../spec/validate.ts';
import type { Difference } from '../../../store/baseline.ts';
import { standsAt } from '../../../store/interrupted.ts';
import { isActive, type RunRecord } from '../../../store/run.ts';

/** @param place in the line of those that wait, 1 for the next */
export function describeProgress(run: RunRecord, place: number | undefined): string {
  const { status, progress, experiment, held } = run;
  switch (status.kind) {
    case 'waiting':
      if (held) return 'paused';
      if (place !== undefined) return `waiting, ${ordinal(place)} in line`;
      return { turn: 'waiting', engine: 'compiling', data: 'loading data' }[status.for];
    case 'training':
      return held ? 'paused' : `epoch ${progress?.epoch ?? 1} of ${experiment.epochs}`;
    case 'validating':
    case 'testing':
    case 'recalibrating':
      return held
        ? 'paused'
        : `${status.kind} ${Math.round((100 * status.done) / Math.max(1, status.total))} %`;
    case 'interrupted':
      return `interrupted at ${Math.floor(100 * standsAt(run))} %`;
    case 'stopped':
    case 'finished':
    case 'failed':
      return status.kind;
    case 'diverged':
      return `diverged at step ${grouped(status.step)}`;
    default:
      return status satisfies never;
  }
}

/** Training images behind it, of all: what it reported, or what its curve holds. */
export function imagesDone({ progress, points, experiment }: RunRecord): { done: number; total: number } {
  return {
    done: progress?.images ?? points.at(-1)?.images ?? 0,
    total: progress?.totalImages ?? experiment.images * experiment.epochs,
  };
}

/** Where a run came from, if not from Train on this page, and what it is on, if not on what was asked; '' otherwise. */
export function describeOrigin(run: RunRecord): string {
  const { origin, fork, data } = run;
  const missing = missingData({ data: data?.spec.id ?? run.experiment.data }) !== undefined;
  const parts = [
    origin === 'here' ? '' : `from a ${origin}`,
    fork ? `forked from ${fork.parent} at step ${grouped(fork.step)}` : '',
    data?.why === undefined ? '' : `on ${data.spec.name} data, which was not asked for`,
    missing ? `on the data set ${dataName(run)}, which is not here` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** '3 seeds'; '2 seeds in 3 runs' where one was trained twice, or came with a file too. */
export const describeSeeds = (seeds: number, runs: number): string =>
  `${counted(seeds, 'seed')}${runs > seeds ? ` in ${runs} runs` : ''}`;

/** '48 runs of 16 experiments': what the mean of a head is taken over. */
export const describeSection = (experiments: number, runs: number): string =>
  `${counted(runs, 'run')} of ${counted(experiments, 'experiment')}`;

/** '2 of 3 finished, 1 diverged' */
export function describeGroupProgress(runs: readonly RunRecord[]): string {
  const count = (kind: RunRecord['status']['kind']): number =>
    runs.filter(({ status }) => status.kind === kind).length;
  const active = runs.filter(isActive);
  const paused = active.length > 0 && active.every(({ held }) => held);
  const parts = [
    `${count('finished')} of ${runs.length} finished`,
    paused ? 'paused' : '',
    ...(['diverged', 'interrupted', 'stopped', 'failed'] as const).map((kind) =>
      count(kind) > 0 ? `${count(kind)} ${kind}` : '',
    ),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** '+3.2' points of a difference in accuracy, and '2.1 to 4.3' of its interval. */
export function describeDifference(difference: Difference | undefined): {
  readonly points: string;
  readonly interval: string | undefined;
} {
  if (!difference) return { points: '–', interval: undefined };
  const { estimate, interval } = difference;
  const told = interval && interval.low < interval.high ? inPoints(interval) : undefined;
  const points = told?.difference ?? decimal(100 * estimate, 1);
  return {
    points: Number(points.replace('−', '-')) > 0 ? `+${points}` : points,
    interval: told && `${told.low} to ${told.high}`,
  };
}
