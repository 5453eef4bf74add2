/** A metric's values as people read them: accuracy in percent, loss as it is. Data files keep fractions. */
import { decimal, percent, scientific } from '../spec/numbers.ts';
import type { Metric } from './curveRun.ts';

/** '91.2 %', '0.512', '3.2e+7' for what exploded, and '–' for nothing. */
export function formatMetric(metric: Metric, value: number | undefined): string {
  if (value === undefined) return '–';
  if (metric === 'acc') return percent(value);
  return value < 1e4 ? decimal(value, 3) : scientific(value, 1);
}
