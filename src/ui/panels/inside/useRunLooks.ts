/** How runs are told apart in a chart that they share. */
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { type Mark, seriesDash, seriesMark } from '../../../curves/palette.ts';
import { findRun } from '../../../store/selectors.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { colourProperty } from '../../charts/LineSample.tsx';
import { usePage } from '../../playground.ts';

export interface RunLook {
  readonly name: string;
  /** As CSS. */
  readonly colour: string;
  /** Strokes and gaps of its lines, in pixels. */
  readonly dash: string;
  readonly mark: Mark;
}

/** The same array while nothing about them changes. */
export function useRunLooks(runs: readonly RunId[]): readonly RunLook[] {
  const colours = usePage(useShallow((state) => runs.map((run) => findRun(state, run)?.colour ?? 0)));
  const names = usePage(useShallow((state) => runs.map((run) => findRun(state, run)?.name ?? '')));
  return useMemo(
    () =>
      colours.map((colour, i) => ({
        name: names[i] ?? '',
        colour: colourProperty(colour),
        dash: seriesDash(colour).join(' '),
        mark: seriesMark(colour),
      })),
    [colours, names],
  );
}
