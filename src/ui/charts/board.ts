/**
 * What the charts share: the curves of the runs, computed once for all who draw or read them, and the crosshair. It
 * lives beside the store, not in it: a moving pointer is nobody else's business.
 */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { ColumnCache } from '../../curves/columns.ts';
import type { CurveRun, Metric } from '../../curves/curveRun.ts';
import { type Curves, curvesOf } from '../../curves/curves.ts';
import type { Zoom } from '../../curves/view.ts';
import { isActive, type RunRecord, withShortNames } from '../../store/run.ts';
import type { PageState } from '../../store/state.ts';

export interface Crosshair {
  /** Position on x. */
  readonly x: number;
  /** The chart it was put on. */
  readonly metric: Metric;
  readonly by: 'pointer' | 'keys';
  /** The pointer's height in the chart's values, if there is a pointer. */
  readonly level: number | undefined;
  /** Where the rule, or the pointer on it, is in the window; and the bottom of that chart's plot. */
  readonly at: { readonly clientX: number; readonly clientY: number; readonly plotBottom: number };
}

export interface BoardState {
  readonly crosshair: Crosshair | undefined;
  /** The range that a pointer is dragging. */
  readonly dragged: Zoom | undefined;
  /** What is on the charts, which may be a little behind the runs. */
  readonly drawn: Partial<Readonly<Record<Metric, Curves>>>;
}

export interface Board {
  readonly state: StoreApi<BoardState>;
  /** The curves of the runs as they are now. */
  compute(metric: Metric): Curves | undefined;
  setCrosshair(crosshair: Crosshair | undefined): void;
  setDragged(dragged: Zoom | undefined): void;
  noteDrawn(metric: Metric, curves: Curves): void;
}

export type ChartedRun = RunRecord & CurveRun;

export const charted = (runs: readonly RunRecord[]): ChartedRun[] =>
  withShortNames(runs).map((run) => ({ ...run, active: isActive(run) }));

type Computed = Pick<PageState, 'runs' | 'view' | 'zoom'> & { readonly curves: Curves | undefined };

export function createBoard(page: StoreApi<PageState>): Board {
  const state = createStore<BoardState>(() => ({ crosshair: undefined, dragged: undefined, drawn: {} }));
  const cache = new ColumnCache();
  const computed: Partial<Record<Metric, Computed>> = {};
  return {
    state,
    compute(metric) {
      const { runs, view, zoom } = page.getState();
      const before = computed[metric];
      if (before?.runs === runs && before.view === view && before.zoom === zoom) return before.curves;
      const curves = curvesOf(charted(runs), metric, { view, zoom, cache });
      computed[metric] = { runs, view, zoom, curves };
      return curves;
    },
    setCrosshair: (crosshair) => state.setState({ crosshair }),
    setDragged: (dragged) => state.setState({ dragged }),
    noteDrawn: (metric, curves) => state.setState(({ drawn }) => ({ drawn: { ...drawn, [metric]: curves } })),
  };
}

export const BoardContext = createContext<Board | undefined>(undefined);

export function useBoard(): Board {
  const board = useContext(BoardContext);
  if (!board) throw new Error('no BoardContext above this component');
  return board;
}

export const useBoardState = <T>(selector: (state: BoardState) => T): T =>
  useStore(useBoard().state, selector);
