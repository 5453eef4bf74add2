/** The choice of a layer, shared by all views. */
import { useId, useMemo } from 'react';
import { type Block, blocksOf } from '../../../inspection/blocks.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { useActions } from '../../playground.ts';
import { blockLabel } from './blockChoice.ts';
import { useNetworks } from './useNetworks.ts';

interface LayerSelectProps {
  readonly offered: readonly Block[];
  readonly chosen: Block | undefined;
}

export function LayerSelect({ offered, chosen }: LayerSelectProps) {
  const { setInside } = useActions();
  const id = useId();
  return (
    <div className="view-field">
      <label htmlFor={id}>Layer</label>
      <select
        id={id}
        value={chosen?.layer.name}
        onChange={(event) => setInside({ layer: event.target.value })}
      >
        {offered.map((block) => (
          <option key={block.layer.name} value={block.layer.name}>
            {blockLabel(block)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The blocks of each run's network; none of a run that has left. */
export function useBlocks(runs: readonly RunId[]): readonly (readonly Block[])[] {
  const networks = useNetworks(runs);
  return useMemo(() => networks.map((network) => (network ? blocksOf(network) : [])), [networks]);
}
