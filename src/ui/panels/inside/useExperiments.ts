/** The experiments of the runs that a view shows. */
import { useShallow } from 'zustand/react/shallow';
import type { Experiment } from '../../../spec/experiment.ts';
import { findRun } from '../../../store/selectors.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { usePage } from '../../playground.ts';

/** By run; undefined for one that has left. They never change, so they may be depended on. */
export const useExperiments = (runs: readonly RunId[]): readonly (Experiment | undefined)[] =>
  usePage(useShallow((state) => runs.map((run) => findRun(state, run)?.experiment)));
