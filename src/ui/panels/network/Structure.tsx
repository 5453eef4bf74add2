/** The layers of a block in their order, so that it can be seen where the norms stand. */

import { useMemo } from 'react';
import { segmentsOf } from '../../../network/branches.ts';
import { choicesOf, layOut } from '../../../network/build.ts';
import type { Layer } from '../../../network/layers.ts';
import type { DataSpec } from '../../../spec/dataSpec.ts';
import type { Experiment } from '../../../spec/experiment.ts';
import { FIELDS } from '../../../spec/fields.ts';
import type { LayerPlan } from '../../../spec/networks/layerPlan.ts';
import { shortNormName } from '../../../spec/norms/norms.ts';

interface StructureProps {
  readonly plan: LayerPlan;
  readonly input: readonly number[];
  readonly experiment: Experiment;
  readonly spec: DataSpec;
}

export function Structure({ plan, input, experiment, spec }: StructureProps) {
  const segments = useMemo(() => {
    const own = segmentsOf(layOut(input, [plan], spec.classes.length, choicesOf(experiment)));
    // The classes' layer comes last, and before it what makes a list of an image.
    return own.slice(0, -1).filter((segment) => segment.layer.kind !== 'flatten');
  }, [plan, input, experiment, spec]);
  if (segments.length < 2) return null;
  const [first, ...others] = segments;
  if (first?.kind !== 'sum')
    return (
      <div className="structure">
        <Chips layers={segments.map(({ layer }) => layer)} />
      </div>
    );
  return (
    <div className="structure residual">
      <Chips layers={first.main} />
      <div className="shortcut">
        {first.shortcut.length > 0 ? <Chips layers={first.shortcut} /> : <span>shortcut</span>}
      </div>
      <div className="after-sum">
        <Chips layers={[first, ...others].map(({ layer }) => layer)} />
      </div>
    </div>
  );
}

const Chips = ({ layers }: { readonly layers: readonly Layer[] }) => (
  <span className="layer-chips">
    {layers.map((layer) => (
      <span key={layer.name} className={layer.kind === 'norm' ? 'layer-chip norm' : 'layer-chip'}>
        {wordOf(layer)}
      </span>
    ))}
  </span>
);

function wordOf(layer: Layer): string {
  switch (layer.kind) {
    case 'conv2d':
      return `conv ${layer.kernelSize} × ${layer.kernelSize}`;
    case 'norm':
      return shortNormName(layer.norm.kind, layer.norm.groups);
    case 'relu':
    case 'gelu':
    case 'silu':
      return FIELDS.activation.names[layer.kind];
    case 'add':
      return 'sum';
    case 'dense':
    case 'dropout':
    case 'max-pool':
    case 'global-average-pool':
    case 'flatten':
      return layer.kind;
    default:
      return layer satisfies never;
  }
}
