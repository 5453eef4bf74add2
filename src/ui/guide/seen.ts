/** Remembers that the guide was seen, so that it opens by itself on a first visit only. */
import type { Playground } from '../../store/store.ts';
import { remember, remembered } from '../remembered.ts';

export const guideSeen = (): boolean => remembered('guide') === 'seen';

/** Seen is what was put away, by its button or by its last step. */
export function followGuide({ store }: Playground): void {
  store.subscribe(({ guide }, before) => {
    if (before.guide && !guide) remember('guide', 'seen');
  });
}
