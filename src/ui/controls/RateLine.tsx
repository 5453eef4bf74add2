/** How the learning rate goes on over a run, drawn where it is not the same throughout; words say the same. */
import type { Experiment } from '../../spec/experiment.ts';
import { hasConstantRate, learningRateAt } from '../../spec/learningRate.ts';
import { describeRate, describeStart } from './rateWords.ts';

const POINTS = 120;
/** In units of the drawing, which is stretched to the width that there is. */
const [WIDTH, HEIGHT, EDGE] = [240, 32, 1.5];

interface RateLineProps {
  readonly experiment: Experiment;
  /** Training images that a fork has seen where it begins; what would lie before is drawn faintly. */
  readonly from?: number;
}

export function RateLine({ experiment, from }: RateLineProps) {
  if (hasConstantRate(experiment)) return null;
  const { lr, epochs } = experiment;
  const points = Array.from({ length: POINTS + 1 }, (_, i) => {
    const seen = (epochs * i) / POINTS;
    const height = (learningRateAt(experiment, seen, seen) / lr) * (HEIGHT - 2 * EDGE);
    return `${(WIDTH * i) / POINTS},${Math.round(100 * (HEIGHT - EDGE - height)) / 100}`;
  });
  const start = Math.min(POINTS, Math.round((POINTS * (from ?? 0)) / (experiment.images * epochs)));
  return (
    <div className="rate-line">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <polyline points={points.slice(0, start + 1).join(' ')} className="before" />
        <polyline points={points.slice(start).join(' ')} />
      </svg>
      <p className="remark">
        {describeRate(experiment)} {from !== undefined && describeStart(experiment, from)}
      </p>
    </div>
  );
}
