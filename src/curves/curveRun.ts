/** A run as its curves need it, whoever keeps it: the page's store, an imported file, a report. */
import type { Standing } from '../results/groups.ts';
import type { Experiment } from '../spec/experiment.ts';
import { decimal, percent, scientific } from '../spec/numbers.ts';
import type { UsedData } from '../spec/usedData.ts';
import type { CurvePoint, EpochResult, Fork } from '../training/events.ts';

export type Metric = 'acc' | 'loss';

export const METRICS: readonly Metric[] = ['acc', 'loss'];

export const METRIC_NAMES = { acc: 'Accuracy', loss: 'Loss' } as const satisfies Record<Metric, string>;

export interface CurveRun {
  readonly id: string;
  readonly name: string;
  /** Index into the palette. */
  readonly colour: number;
  readonly visible: boolean;
  readonly experiment: Experiment;
  readonly points: readonly CurvePoint[];
  readonly history: readonly EpochResult[];
  /** Whether more points may come. */
  readonly active: boolean;
  /** Left out where the experiment alone says how long the run is. */
  readonly progress?: { readonly totalImages: number; readonly totalSteps: number } | undefined;
  readonly fork?: Fork | undefined;
  /** Tells which of two runs of one seed counts. */
  readonly status?: Standing | undefined;
  /** The data it really trained on. */
  readonly data?: UsedData | undefined;
}

/** Training images seen by the end. */
export const totalImages = ({ progress, experiment }: CurveRun): number =>
  progress?.totalImages ?? experiment.images * experiment.epochs;

export const totalSteps = ({ progress, experiment }: CurveRun): number =>
  progress?.totalSteps ?? Math.ceil(experiment.images / experiment.batch) * experiment.epochs;

export const seenImages = ({ points }: CurveRun): number => points.at(-1)?.images ?? 0;

/** '91.2 %', '0.512', '3.2e+7' for what exploded, and '–' for nothing. */
export function formatMetric(metric: Metric, value: number | undefined): string {
  if (value === undefined) return '–';
  if (metric === 'acc') return percent(value);
  return value < 1e4 ? decimal(value, 3) : scientific(value, 1);
}
