/** The guide's steps, and which one a visitor is at. */
import type { PageState } from '../../store/state.ts';
import type { Playground } from '../../store/store.ts';
import { remember, remembered } from '../remembered.ts';

export const GUIDE_STEPS = [
  {
    title: 'Press Train',
    words:
      'The networks of the comparison learn from the same images, in this tab. Nothing is installed or uploaded.',
  },
  {
    title: 'Watch them part',
    words:
      'Each line is one network; dashes and colours tell the methods apart. The verdict says when a difference is more than chance.',
  },
  {
    title: 'Look inside',
    words:
      'See what the norm did to the activations, why the test scores differ, and where the mistakes are.',
  },
] as const;

/** 0 until something trains, 1 until the first epoch of any run is done, then 2. */
export function guideStep({ runs }: Pick<PageState, 'runs'>): 0 | 1 | 2 {
  if (runs.length === 0) return 0;
  return runs.some(({ history }) => history.length > 0) ? 2 : 1;
}

/** Remembers that the guide was seen, so that it opens by itself on a first visit only. */
export const guideSeen = (): boolean => remembered('guide') === 'seen';

/** Seen is what was put away, by its button or by its last step. */
export function followGuide({ store }: Playground): void {
  store.subscribe(({ guide }, before) => {
    if (before.guide && !guide) remember('guide', 'seen');
  });
}
