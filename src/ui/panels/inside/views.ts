/** The views of 'Inside the network', each loaded when it is first opened. A further view is one entry here. */
import { type ComponentType, lazy } from 'react';
import type { InsideView } from '../../../store/state.ts';
import type { InsideViewProps } from './view.ts';

interface ViewEntry {
  readonly view: InsideView;
  readonly name: string;
  /** What one sees, and why it matters. */
  readonly lead: string;
  readonly View: ComponentType<InsideViewProps>;
}

export const VIEWS: readonly [ViewEntry, ...ViewEntry[]] = [
  {
    view: 'layers',
    name: 'Layers',
    lead: 'Each layer at work: which values the norm averages, the activations before and after it, and how large gradients and updates are. A layer learns well while its values stay in range and an update changes its weights by about a thousandth.',
    View: lazy(async () => ({ default: (await import('./layers/LayersView.tsx')).LayersView })),
  },
];
