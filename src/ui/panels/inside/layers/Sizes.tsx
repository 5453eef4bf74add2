/** How hard the layer is pulled, and how far it moves: its gradient and its updates over the training. */
import { useMemo } from 'react';
import type { ParameterNorms } from '../../../../inspection/question.ts';
import { SizesPlot } from '../../../plots/SizesPlot.tsx';
import { short } from '../numbers.ts';
import { ChartBlock } from './ChartBlock.tsx';
import type { LayerSeries } from './useSides.ts';

interface SizesProps {
  readonly series: readonly LayerSeries[];
}

const USUAL = { at: 1e-3, name: 'usual: 1e−3' } as const;

export function Sizes({ series }: SizesProps) {
  return (
    <ChartBlock
      title="Gradient and update of the kernel"
      how="Left: the length of the loss's gradient; a sudden jump or a fall to nothing is trouble. Right: how much the next update changes the kernel, relative to its size. About 1e−3 is healthy; far above, training is rough, far below, slow."
    >
      <div className="figure-pair">
        <Size series={series} yLabel="gradient's norm" sizeOf={({ gradient }) => gradient} />
        <Size
          series={series}
          yLabel="update / weights"
          sizeOf={({ update, weight }) => update / weight}
          guide={USUAL}
        />
      </div>
    </ChartBlock>
  );
}

interface SizeProps extends SizesProps {
  readonly yLabel: string;
  readonly sizeOf: (norms: ParameterNorms) => number;
  readonly guide?: typeof USUAL;
}

function Size({ series, yLabel, sizeOf, guide }: SizeProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: which size it is never changes
  const lines = useMemo(
    () =>
      series.map(({ look, snapshots }) => ({
        ...look,
        points: snapshots.flatMap(({ images, layer }) => {
          const kernel = layer.norms.find(({ name }) => name.endsWith('/kernel'));
          const size = kernel && sizeOf(kernel);
          return size !== undefined && size > 0 && Number.isFinite(size) ? [{ images, size }] : [];
        }),
      })),
    [series],
  );
  // One look is no course: a plot with one dot in it would look empty.
  if (lines.every(({ points }) => points.length < 2)) {
    const values = lines.map(({ name, points: [now] }) => `${name} ${now ? short(now.size) : 'none'}`);
    return <p>{`Now, ${yLabel}: ${values.join(', ')}.`}</p>;
  }
  const label = lines.map(({ name, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    return first && last
      ? `${name}: ${yLabel} ${short(first.size)} at ${short(first.images)} images, ${short(last.size)} at ${short(last.images)}.`
      : `${name}: none.`;
  });
  return <SizesPlot label={label.join(' ')} lines={lines} yLabel={yLabel} {...(guide && { guide })} />;
}
