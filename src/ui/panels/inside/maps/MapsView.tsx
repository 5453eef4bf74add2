/** Feature maps: what a layer makes of one image, channel by channel, and the filters of the first convolution. */
import { useMemo, useState } from 'react';
import type { Layer } from '../../../../network/layers.ts';
import { usePage } from '../../../playground.ts';
import { useAnswer } from '../../useAnswer.ts';
import { useSpec } from '../../useSpec.ts';
import { ImageChoice } from '../ImageChoice.tsx';
import { Paper } from '../Paper.tsx';
import { useNetworks } from '../useNetworks.ts';
import type { InsideViewProps } from '../view.ts';
import { chosenLayer, layersToShow, MapLayerSelect } from './MapLayerSelect.tsx';
import { MapsSide } from './MapsSide.tsx';

export function MapsView({ runs }: InsideViewProps) {
  const built = useNetworks(runs);
  const networks = useMemo(() => built.map((network) => network?.layers ?? []), [built]);
  const elsewhere = usePage((state) => state.inside.layer);
  const [wanted, setWanted] = useState<string>();
  const [row, setRow] = useState(0);
  const offered = layersToShow(networks);
  const layer = chosenLayer(offered, wanted ?? elsewhere);
  const [first, second] = runs;
  const spec = useSpec(first);
  const has = (i: number): boolean => Boolean(networks[i]?.some(({ name }) => name === layer?.name));
  const question =
    layer && ({ kind: 'feature-maps', image: { split: 'test', row }, layer: layer.name } as const);
  const left = useAnswer(first, has(0) ? question : undefined, { live: true });
  const right = useAnswer(second, has(1) ? question : undefined, { live: true });
  const picture = left?.answer?.answer.image ?? right?.answer?.answer.image;
  return (
    <div className="view">
      <div className="view-controls">
        <ImageChoice spec={spec} row={row} onRow={setRow} picture={picture} />
        <MapLayerSelect offered={offered} chosen={layer} onChoice={setWanted} />
      </div>
      <div className="sides">
        {runs.map((run, i) => (
          <MapsSide
            key={run}
            run={run}
            asked={i === 0 ? left : right}
            layer={layer?.name}
            missing={!has(i)}
            convolutions={hasConvolution(networks[i] ?? [])}
          />
        ))}
      </div>
      <p className="view-reading">
        Each square is a channel: where it is strongly orange, the layer has found what that channel looks
        for; blue is below zero. Early layers find edges, later ones parts of things, more coarsely (
        <Paper paper="visualizing" />
        ). All with moving statistics, as in tests.
      </p>
    </div>
  );
}

const hasConvolution = (layers: readonly Layer[]): boolean => layers.some(({ kind }) => kind === 'conv2d');
