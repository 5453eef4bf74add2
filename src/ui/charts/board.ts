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
import { grouped } from '../../spec/numbers.ts';
import { isActive, type RunRecord, withShortNames } from '../../store/run.ts';
import { groupRuns } from '../../store/runGroups.ts';
import type { PageState } from '../../store/state.ts';
import { shownRuns } from '../../store/table.ts';
import { tableGroups } from '../panels/runs/order.ts';

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

/** Of a chart that is not there, or has nothing to draw, undefined. */
export type DrawnCurves = { readonly [metric in Metric]?: Curves | undefined };

export interface BoardState {
  readonly crosshair: Crosshair | undefined;
  /** The range that a pointer is dragging. */
  readonly dragged: Zoom | undefined;
  /** What is on the charts, which may be a little behind the runs. */
  readonly drawn: DrawnCurves;
}

export interface Board {
  readonly state: StoreApi<BoardState>;
  /** The curves of the runs as they are now. */
  compute(metric: Metric): Curves | undefined;
  setCrosshair(crosshair: Crosshair | undefined): void;
  setDragged(dragged: Zoom | undefined): void;
  noteDrawn(metric: Metric, curves: Curves | undefined): void;
}

export type ChartedRun = RunRecord & CurveRun;

/** More lines cannot be told apart. */
const MOST_LINES = 20;

interface Selection {
  readonly runs: readonly ChartedRun[];
  /** Lines that are there to be drawn, and how many of them are. */
  readonly lines: number;
  readonly drawn: number;
}

type Asked = Pick<PageState, 'runs' | 'table'> & Pick<PageState['view'], 'seeds'>;
let selected: (Asked & { readonly selection: Selection }) | undefined;

function select(state: PageState): Selection {
  const { runs, table, view } = state;
  const asked: Asked = { runs, table, seeds: view.seeds };
  const same =
    selected?.runs === asked.runs && selected.table === asked.table && selected.seeds === asked.seeds;
  if (!same || !selected) selected = { ...asked, selection: selectAnew(state) };
  return selected.selection;
}

/** What the table shows; of many lines the first, in its order. */
function selectAnew(state: PageState): Selection {
  const shown = shownRuns(state);
  const visible = shown.filter((run) => run.visible);
  const lines = state.view.seeds === 'lines' ? visible.length : groupRuns(visible).size;
  if (lines <= MOST_LINES) return { runs: withActivity(shown), lines, drawn: lines };
  const ordered = tableGroups(state, visible);
  const first = state.view.seeds === 'lines' ? ordered.flat() : ordered;
  const runs = first.slice(0, MOST_LINES).flat();
  return { runs: withActivity(runs), lines, drawn: MOST_LINES };
}

const withActivity = (runs: readonly RunRecord[]): ChartedRun[] =>
  withShortNames(runs).map((run) => ({ ...run, active: isActive(run) }));

/** The runs that the charts are about; those that are hidden are not drawn. */
export const charted = (state: PageState): readonly ChartedRun[] => select(state).runs;

/** Whether there are runs, and the charts show none of them. */
export const allHidden = (state: PageState): boolean =>
  state.runs.length > 0 && charted(state).every((run) => !run.visible);

/** 'The charts draw the first 20 of 168 lines, in the order of the table: …'; '' where they draw all. */
export function describeLeftOut(state: PageState): string {
  const { lines, drawn } = select(state);
  if (drawn === lines) return '';
  return `The charts draw the first ${drawn} of ${grouped(lines)} lines, in the order of the table below: sort, filter or hide runs there to see others.`;
}

type Computed = Pick<PageState, 'runs' | 'view' | 'zoom' | 'table'> & { readonly curves: Curves | undefined };

export function createBoard(page: StoreApi<PageState>): Board {
  const state = createStore<BoardState>(() => ({ crosshair: undefined, dragged: undefined, drawn: {} }));
  const cache = new ColumnCache();
  const computed: Partial<Record<Metric, Computed>> = {};
  return {
    state,
    compute(metric) {
      const state = page.getState();
      const { runs, view, zoom, table } = state;
      const before = computed[metric];
      const same = before?.runs === runs && before.view === view && before.zoom === zoom;
      if (same && before.table === table) return before.curves;
      const curves = curvesOf(charted(state), metric, { view, zoom, cache });
      computed[metric] = { runs, view, zoom, table, curves };
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
