/** The choice of any layer of the networks, not only of those with weights. */
import { useId } from 'react';
import type { Layer } from '../../../../network/layers.ts';
import { FIELDS } from '../../../../spec/fields.ts';

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

/**
 * Layers whose output says something, of all networks, each name once, in the order of the networks: dropout passes
 * everything on in inference, and flatten only lays it out.
 */
export function layersToShow(networks: readonly (readonly Layer[])[]): Layer[] {
  const all = networks.flatMap((layers) =>
    layers.filter(({ kind }) => kind !== 'dropout' && kind !== 'flatten'),
  );
  const [longest = []] = networks.toSorted((a, b) => b.length - a.length);
  const place = (name: string): number => longest.findIndex((layer) => layer.name === name);
  const named = new Map(all.map((layer) => [layer.name, layer]));
  return [...named.values()].sort((a, b) => place(a.name) - place(b.name));
}

/** The layer of that name, if it is on offer; else the first. */
export const chosenLayer = (offered: readonly Layer[], wanted: string | undefined): Layer | undefined =>
  offered.find(({ name }) => name === wanted) ?? offered[0];

const KINDS = {
  conv2d: 'convolution',
  dense: 'dense',
  norm: 'norm',
  ...FIELDS.activation.names,
  'max-pool': 'max-pooling',
  dropout: 'dropout',
  'global-average-pool': 'global average pooling',
  flatten: 'flatten',
  add: 'sum',
} as const satisfies Record<Layer['kind'], string>;

/** 'conv1, convolution · 28 × 28 × 8' */
export const layerLabel = ({ name, kind, output }: Layer): string =>
  `${name}, ${KINDS[kind]} · ${output.join(' × ')}`;
