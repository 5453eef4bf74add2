/** The network that will be trained, drawn layer by layer: as high as its maps, as wide as it has channels. */

import { useMemo } from 'react';
import { buildNetwork } from '../../../network/build.ts';
import type { Shape } from '../../../network/layers.ts';
import { parameterSpecs } from '../../../network/parameters.ts';
import { dataSpec } from '../../../spec/dataSets.ts';
import { chanceLoss, type DataSpec } from '../../../spec/dataSpec.ts';
import { describeSetting } from '../../../spec/describe.ts';
import { decimal, grouped } from '../../../spec/numbers.ts';
import { selectedExperiment } from '../../../store/selectors.ts';
import { usePage } from '../../playground.ts';
import { NetworkFlow } from '../inside/layers/NetworkFlow.tsx';
import { describeShape, foldRepeats, type Station, stationsOf } from '../inside/layers/strip.ts';

export function NetworkPicture() {
  const spec = usePage((state) => dataSpec(selectedExperiment(state).data));
  return spec ? <PictureOn spec={spec} /> : null;
}

function PictureOn({ spec }: { readonly spec: DataSpec }) {
  const experiment = usePage(selectedExperiment);
  const network = useMemo(() => buildNetwork(experiment, spec), [experiment, spec]);
  const stations = useMemo(() => foldRepeats(stationsOf(network).filter(isDrawn)), [network]);
  const weights = useMemo(
    () =>
      parameterSpecs(network)
        .filter(({ role }) => role === 'trained')
        .reduce((sum, { shape }) => sum + shape.reduce((product, n) => product * n, 1), 0),
    [network],
  );
  return (
    <figure className="preview">
      <figcaption>
        How wrong its answers are, in nats: guessing among {spec.classes.length} classes is{' '}
        {decimal(chanceLoss(spec), 1)}, lower is better. The network: {describeSetting(experiment, 'network')}
        , {grouped(weights)} weights.
      </figcaption>
      <NetworkFlow stations={stations} className="network-picture" label="Layers of the network">
        {(station) => (
          <>
            <span className="network-block" aria-hidden="true" style={sizeOf(station.shape)} />
            <b>{shortWords(station.words)}</b>
            <span>{describeShape(station.shape)}</span>
          </>
        )}
      </NetworkFlow>
    </figure>
  );
}

/** Layers that change no shape, or nothing but the shape, would fill the picture. */
const isDrawn = (station: Station): boolean =>
  station.kind !== 'between' || !/flatten|dropout/.test(station.words);

const shortWords = (words: string): string =>
  words.replace('convolution', 'conv').replace('max-pool', 'pool');

/** CSS pixels: the sides of the maps to scale, the channels by their logarithm. */
function sizeOf(shape: Shape): { height: number; width: number } {
  const [side = 1] = shape;
  const channels = shape.at(-1) ?? 1;
  const height = shape.length === 1 ? 6 + 6 * Math.log2(side) : 2 * side;
  return { height, width: shape.length === 1 ? 8 : 4 + 4 * Math.log2(channels) };
}
