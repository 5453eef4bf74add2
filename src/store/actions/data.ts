/** The visitor's own images. */
import type { DataSpec } from '../../spec/dataSpec.ts';
import type { BroughtFile } from '../state.ts';
import type { ActionContext } from './context.ts';

export interface DataActions {
  /** Asks what is to become of these files; none ends the asking. */
  bringImages(files: readonly BroughtFile[]): void;
  /** The sets that this browser has now. */
  setSets(sets: readonly DataSpec[]): void;
}

export const dataActions = ({ set }: ActionContext): DataActions => ({
  bringImages: (brought) => set({ brought }),
  setSets: (sets) => set({ sets }),
});
