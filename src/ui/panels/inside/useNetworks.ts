/** The networks of the runs that a view shows. */
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { buildNetwork } from '../../../network/build.ts';
import type { Network } from '../../../network/layers.ts';
import type { Experiment } from '../../../spec/experiment.ts';
import { findRun } from '../../../store/selectors.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { usePage } from '../../playground.ts';
import { useSpecs } from '../useSpec.ts';

/** By run; undefined for one that has left, and for one on a data set that is not known here. */
export function useNetworks(runs: readonly RunId[]): readonly (Network | undefined)[] {
  const experiments = useExperiments(runs);
  const specs = useSpecs(runs);
  return useMemo(
    () =>
      experiments.map((experiment, i) => {
        const spec = specs[i];
        return experiment && spec && buildNetwork(experiment, spec);
      }),
    [experiments, specs],
  );
}

/** By run; undefined for one that has left. They never change, so they may be depended on. */
export const useExperiments = (runs: readonly RunId[]): readonly (Experiment | undefined)[] =>
  usePage(useShallow((state) => runs.map((run) => findRun(state, run)?.experiment)));
