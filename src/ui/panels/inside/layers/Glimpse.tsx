/** A layer's activations now, as small as a word: what to look at first. */
import { commonRange, rebin } from './distribution.ts';
import type { LayerSeries } from './useSides.ts';

const BINS = 24;
const WIDTH = 96;
const HEIGHT = 22;

export function Glimpse({ series }: { readonly series: readonly LayerSeries[] }) {
  const shown = series.map(({ look, latest }) => ({ look, histogram: latest.after ?? latest.before }));
  const range = commonRange(shown.map(({ histogram }) => histogram));
  return (
    <svg className="glimpse" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {range &&
        shown.map(({ look, histogram }, side) => {
          const outline = outlineOf(rebin(histogram, range, BINS));
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the left side and the right one
            <g key={side}>
              <path
                d={`${outline}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`}
                style={{ fill: look.colour }}
                opacity="0.18"
              />
              <path d={outline} style={{ stroke: look.colour }} strokeDasharray={look.dash} />
            </g>
          );
        })}
    </svg>
  );
}

/** Steps from left to right, the largest as high as there is room, on a root scale. */
function outlineOf(shares: Float64Array): string {
  const largest = Math.max(...shares);
  const steps = [...shares].map((share, i) => {
    const y = HEIGHT - 1 - (HEIGHT - 2) * Math.sqrt(largest > 0 ? share / largest : 0);
    return `${(WIDTH * i) / BINS} ${y.toFixed(1)}L${(WIDTH * (i + 1)) / BINS} ${y.toFixed(1)}`;
  });
  return `M${steps.join('L')}`;
}
