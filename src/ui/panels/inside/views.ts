/** The views of 'Inside the network', each loaded when it is first opened. A further view is one entry here. */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { capital } from '../../../spec/describe.ts';
import { minibatchNorms } from '../../../spec/norms/norms.ts';
import type { InsideView } from '../../../store/state.ts';
import type { InsideViewProps } from './view.ts';

interface ViewEntry {
  readonly view: InsideView;
  readonly name: string;
  /** What one sees, and why it matters. */
  readonly lead: string;
  readonly View: LazyExoticComponent<ComponentType<InsideViewProps>>;
}

export const VIEWS: readonly [ViewEntry, ...ViewEntry[]] = [
  {
    view: 'layers',
    name: 'Layers',
    lead: 'Each layer at work: which values the norm averages, the activations before and after it, and how large gradients and updates are. A layer learns well while its values stay in range and an update changes its weights by about a thousandth.',
    View: lazy(async () => ({ default: (await import('./layers/LayersView.tsx')).LayersView })),
  },
  {
    view: 'faces',
    name: 'Two faces',
    lead: `${capital(minibatchNorms())} use the minibatch's mean and variance in training, and remembered ones to predict. Where the two disagree, the network that is tested is not the one that was trained.`,
    View: lazy(async () => ({ default: (await import('./faces/FacesView.tsx')).FacesView })),
  },
  {
    view: 'batch-mates',
    name: 'Batch-mates',
    lead: `One image in the company of others: under ${minibatchNorms('or')} the answer for it depends on who else is in its minibatch, and more so the smaller the minibatch is.`,
    View: lazy(async () => ({ default: (await import('./batchMates/BatchMatesView.tsx')).BatchMatesView })),
  },
  {
    view: 'noise',
    name: 'Noise',
    lead: 'How much the mean and variance of a channel change from minibatch to minibatch: a mean over few images is a poor guess, and its noise goes into training.',
    View: lazy(async () => ({ default: (await import('./noise/NoiseView.tsx')).NoiseView })),
  },
  {
    view: 'landscape',
    name: 'Loss landscape',
    lead: 'The loss along the next update, backwards and forwards. Norms are said to make it smoother, so that a gradient holds good for a longer way and larger learning rates work: see for yourself, after any step.',
    View: lazy(async () => ({ default: (await import('./landscape/LandscapeView.tsx')).LandscapeView })),
  },
  {
    view: 'maps',
    name: 'Feature maps',
    lead: 'What a layer makes of one image, channel by channel, and the filters that it starts from. Channels that stay dark for every image are of no use to the network.',
    View: lazy(async () => ({ default: (await import('./maps/MapsView.tsx')).MapsView })),
  },
];
