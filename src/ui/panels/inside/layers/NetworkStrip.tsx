/** The network from the image to the classes; each block is a button that chooses the layer that the figures show. */

import { Fragment } from 'react';
import type { NormLayer } from '../../../../network/layers.ts';
import { shortNormName } from '../../../../spec/norms/norms.ts';
import { counted, grouped } from '../../../../spec/numbers.ts';
import { useActions } from '../../../playground.ts';
import { blockNamed } from '../blockChoice.ts';
import { Glimpse } from './Glimpse.tsx';
import { NetworkFlow } from './NetworkFlow.tsx';
import { describeShape, stationsOf } from './strip.ts';
import { notesOn, type Side, seriesOf } from './useSides.ts';

interface NetworkStripProps {
  /** The network is the first one's; others add what they have under the same names. */
  readonly sides: readonly [Side, ...Side[]];
  /** Name of the chosen layer. */
  readonly chosen: string;
}

export function NetworkStrip({ sides, chosen }: NetworkStripProps) {
  const { setInside } = useActions();
  const [{ network }] = sides;
  return (
    <NetworkFlow stations={stationsOf(network)} className="strip" label="The network, layer by layer">
      {(station) =>
        station.kind === 'between' ? (
          <>
            {station.words}
            <span>{describeShape(station.shape)}</span>
          </>
        ) : (
          <button
            type="button"
            aria-pressed={station.name === chosen}
            onClick={() => setInside({ layer: station.name })}
          >
            <b>{station.name}</b>
            <span>{station.words}</span>
            <span>
              {describeShape(station.shape)} · {grouped(station.weights)} weights
            </span>
            <Glimpse series={sides.flatMap((side) => seriesOf(side, station.name) ?? [])} />
            <Norms sides={sides} layer={station.name} />
          </button>
        )
      }
    </NetworkFlow>
  );
}

/** 'GN(8)', 'BN · 2 notes': what follows the layer in each run, and how much about it is striking. */
function Norms({ sides, layer }: Pick<NetworkStripProps, 'sides'> & { readonly layer: string }) {
  return (
    <span className="norms">
      {sides.map((side) => (
        <Fragment key={side.run}>
          <span className="swatch" style={{ background: side.look.colour }} />
          <span>
            <span className="visually-hidden">{side.look.name}: </span>
            {shortNorm(blockNamed(side.blocks, layer)?.norm)}
            {describeNotes(side, layer)}
          </span>
        </Fragment>
      ))}
    </span>
  );
}

function describeNotes(side: Side, layer: string): string {
  const count = notesOn(side, layer).length;
  return count === 0 ? '' : ` · ${counted(count, 'note')}`;
}

function shortNorm(layer: NormLayer | undefined): string {
  return layer ? shortNormName(layer.norm.kind, layer.norm.groups) : 'no norm';
}
