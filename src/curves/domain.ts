/** The y axis of a chart: fixed where that helps to compare, fitted where a visitor zoomed in. */
import type { Metric } from './curveRun.ts';

export type Domain = readonly [number, number];

/** Tops of the loss axis, in nats. */
const LOSS_TOPS = [0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const;
/** A run far above chance has exploded and leaves the chart: of ten classes, where chance is 2.3, above 5. */
const highestLoss = (chance: number): number => Math.ceil(2 * chance);
/** A logarithmic axis has room for more, both ways. */
const HIGHEST_LOG_LOSS = 100;
const LOWEST_LOG_LOSS = 1e-6;

export interface DomainQuestion {
  readonly metric: Metric;
  readonly log: boolean;
  readonly zoomed: boolean;
  /** The loss of a network that guesses, in nats. */
  readonly chance: number;
}

/** @param values what is drawn, less what may leave the chart */
export function domainOf({ metric, log, zoomed, chance }: DomainQuestion, values: readonly number[]): Domain {
  if (log) return logDomain(values);
  const [lowest, highest] = extent(values);
  if (zoomed && highest >= lowest) return fitted(metric, lowest, highest, highestLoss(chance));
  if (metric === 'acc') return [0, 1];
  const most = highestLoss(chance);
  return [0, LOSS_TOPS.find((top) => highest <= top && top < most) ?? most];
}

function extent(values: readonly number[]): Domain {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return [lowest, highest];
}

/** Between two round values around what is drawn. */
function fitted(metric: Metric, lowest: number, highest: number, most: number): Domain {
  const cap = metric === 'acc' ? 1 : lowest < most ? most : highest;
  const [low, high] = [Math.min(lowest, cap), Math.min(highest, cap)];
  const step = roundAbove((high - low || Math.abs(high) / 10 || 0.1) / 4);
  const bottom = Math.max(0, Math.floor(low / step + 1e-9) * step);
  const top = Math.min(metric === 'acc' ? 1 : Number.POSITIVE_INFINITY, Math.ceil(high / step - 1e-9) * step);
  if (top > bottom) return [bottom, top];
  return metric === 'acc' && top === 1 ? [1 - step, 1] : [bottom, bottom + step];
}

function logDomain(values: readonly number[]): Domain {
  const [lowest, highest] = extent(values.filter((value) => value > 0));
  if (!(highest >= lowest)) return [0.1, 1];
  const top = roundAbove(Math.min(highest, HIGHEST_LOG_LOSS));
  const least = Math.min(LOWEST_LOG_LOSS, top / 10);
  const bottom = roundBelow(Math.max(Math.min(lowest, top), least));
  return bottom < top ? [bottom, top] : [bottom / 2, top];
}

const ROUND = [1, 2, 5, 10] as const;
const ROUNDING = 1e-9;

/** The smallest of 1, 2, 5 and their multiples by ten that is not below a positive value. */
function roundAbove(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return (ROUND.find((step) => step * unit >= value * (1 - ROUNDING)) ?? 10) * unit;
}

function roundBelow(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return (ROUND.findLast((step) => step * unit <= value * (1 + ROUNDING)) ?? 1) * unit;
}
