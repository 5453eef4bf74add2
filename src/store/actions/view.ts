/** How the charts show the runs. */
import type { View, Zoom } from '../../curves/view.ts';
import type { ActionContext } from './context.ts';

export interface ViewActions {
  /** Another x axis ends a zoom, which is in the units of the one before. */
  setView(part: Partial<View>): void;
  setZoom(zoom: Zoom | undefined): void;
}

export function viewActions({ get, set }: ActionContext): ViewActions {
  return {
    setView(part) {
      const { view, zoom } = get();
      const kept = part.x === undefined || part.x === view.x;
      set({ view: { ...view, ...part }, zoom: kept ? zoom : undefined });
    },
    setZoom: (zoom) => set({ zoom }),
  };
}
