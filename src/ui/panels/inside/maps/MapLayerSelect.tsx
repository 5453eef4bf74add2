/** The choice of any layer of the networks, not only of those with weights. */
import { useId } from 'react';
import type { Layer } from '../../../../network/layers.ts';
import { layerLabel } from './mapLayers.ts';

interface MapLayerSelectProps {
  readonly offered: readonly Layer[];
  readonly chosen: Layer | undefined;
  readonly onChoice: (name: string) => void;
}

export function MapLayerSelect({ offered, chosen, onChoice }: MapLayerSelectProps) {
  const id = useId();
  return (
    <div className="view-field broad">
      <label htmlFor={id}>Layer</label>
      <select id={id} value={chosen?.name} onChange={(event) => onChoice(event.target.value)}>
        {offered.map((layer) => (
          <option key={layer.name} value={layer.name}>
            {layerLabel(layer)}
          </option>
        ))}
      </select>
    </div>
  );
}
