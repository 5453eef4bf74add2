/** The view Layers: the network with its layers to choose from, and figures of the chosen one for each run. */
import { useMemo } from 'react';
import { usePage } from '../../../playground.ts';
import { blockNamed } from '../blockChoice.ts';
import { RunLegend } from '../RunLegend.tsx';
import type { InsideViewProps } from '../view.ts';
import { Distributions } from './Distributions.tsx';
import { LayerSide } from './LayerSide.tsx';
import { NetworkStrip } from './NetworkStrip.tsx';
import { NormArrays } from './NormArrays.tsx';
import { givesWhat, writingExplained } from './normWords.ts';
import { Sizes } from './Sizes.tsx';
import { Standardization } from './Standardization.tsx';
import { type Side, seriesOf, useSides } from './useSides.ts';

export const LayersView = ({ runs }: InsideViewProps) => <Layers key={runs.join(' ')} runs={runs} />;

function Layers({ runs }: InsideViewProps) {
  const sides = useSides(runs);
  const wanted = usePage((state) => state.inside.layer);
  const [first, ...others] = sides;
  if (!first) return null;
  const named = wanted === undefined ? undefined : blockNamed(first.blocks, wanted);
  const layer = (named ?? first.blocks[0])?.layer.name ?? '';
  return (
    <>
      <NetworkStrip sides={[first, ...others]} chosen={layer} />
      <div className="sides">
        {sides.map((side) => (
          <LayerSide key={side.run} side={side} layer={layer} />
        ))}
      </div>
      <Figures sides={sides} layer={layer} />
    </>
  );
}

interface FiguresProps {
  readonly sides: readonly Side[];
  readonly layer: string;
}

function Figures({ sides, layer }: FiguresProps) {
  const series = useMemo(() => sides.flatMap((side) => seriesOf(side, layer) ?? []), [sides, layer]);
  if (series.length === 0) return null;
  const normed = series.some(({ latest }) => latest.after);
  const gives = [...new Set(series.map(({ block }) => givesWhat(block)))].join(' and ');
  const activated = series.some(({ block }) => block.activation);
  return (
    <>
      <RunLegend runs={sides.map(({ run }) => run)} marks />
      <div className="chart-blocks">
        <Distributions
          title={normed ? 'What the norm reads' : gives}
          how={`The layer's ${activated ? 'activations' : 'outputs'} on one minibatch${normed ? ', before the norm (without one: after the activation)' : ''}. First their spread now, then how it came about: the denser, the more values lay there. The outermost half percent is left out.`}
          series={series}
          side="before"
        />
        <Distributions
          title="What the norm writes"
          how={writingExplained(series.flatMap(({ block: { norm } }) => norm ?? []))}
          series={series}
          side="after"
        />
        <NormArrays series={series} />
        <Sizes series={series} />
        <Standardization series={series} />
        {series.every(({ snapshots }) => snapshots.length < 2) && (
          <p className="remark">
            With this view open, training adds a point to these figures every second or so.
          </p>
        )}
      </div>
    </>
  );
}
