/** The data set that a run is on, as far as it is known. */
import { useShallow } from 'zustand/react/shallow';
import type { DataSpec } from '../../spec/dataSpec.ts';
import { specOf } from '../../spec/usedData.ts';
import { findRun } from '../../store/selectors.ts';
import type { PageState } from '../../store/state.ts';
import type { RunId } from '../../worker/protocol.ts';
import { usePage } from '../playground.ts';

const specOfRun = (state: PageState, id: RunId | undefined): DataSpec | undefined => {
  const run = id === undefined ? undefined : findRun(state, id);
  return run && specOf(run);
};

export const useSpec = (run: RunId | undefined): DataSpec | undefined =>
  usePage((state) => specOfRun(state, run));

/** By run. */
export const useSpecs = (runs: readonly RunId[]): readonly (DataSpec | undefined)[] =>
  usePage(useShallow((state) => runs.map((run) => specOfRun(state, run))));
