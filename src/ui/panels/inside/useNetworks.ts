/** The networks of the runs that a view shows. */
import { useMemo } from 'react';
import { buildNetwork } from '../../../network/build.ts';
import type { Network } from '../../../network/layers.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { useSpecs } from '../useSpec.ts';
import { useExperiments } from './useExperiments.ts';

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
