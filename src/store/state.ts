/**
 * The page's whole state. Where each field lives:
 *
 * | field        | link | saved        | checkpoint            | nowhere |
 * | ------------ | ---- | ------------ | --------------------- | ------- |
 * | comparison   | yes  | IndexedDB    |                       |         |
 * | matrix       | yes  | IndexedDB    |                       |         |
 * | edited       |      |              |                       | yes     |
 * | filling      |      |              |                       | yes     |
 * | selected     |      |              |                       | yes     |
 * | apart        |      |              |                       | yes     |
 * | runs         | if asked | IndexedDB | points, history, step |         |
 * | removed      |      |              |                       | yes     |
 * | paused       |      |              |                       | yes     |
 * | turns(Chosen) |      |              |                       | yes     |
 * | tab          | yes  |              |                       |         |
 * | notices      |      |              |                       | yes     |
 * | theme        |      | localStorage |                       |         |
 * | view         |      | localStorage |                       |         |
 * | table        |      | localStorage |                       |         |
 * | plot         |      | localStorage |                       |         |
 * | zoom         |      |              |                       | yes     |
 * | guide        |      | localStorage |                       |         |
 * | inside       | view |              |                       | yes     |
 * | predictions  |      |              |                       | yes     |
 * | asked        |      |              |                       | yes     |
 * | snapshots    |      |              |                       | yes     |
 * | sets         |      | IndexedDB    |                       |         |
 * | brought      |      |              |                       | yes     |
 * | watched      |      |              |                       | yes     |
 *
 * Checkpoints (weights, megabytes) are kept in IndexedDB (src/storage) and by the worker's client, never here.
 */
import { DEFAULT_VIEW, type View, type Zoom } from '../curves/view.ts';
import type { InsideView, Tab } from '../share/place.ts';
import type { DataSpec } from '../spec/dataSpec.ts';
import type { Comparison } from '../spec/experiment.ts';
import type { FieldKey } from '../spec/fields.ts';
import { DEFAULT_MATRIX, type Matrix } from '../spec/matrix.ts';
import { PRESETS } from '../spec/presets.ts';
import type { AskId, RunId } from '../worker/protocol.ts';
import type { Asked, TimedSnapshot } from './asked.ts';
import { type ChosenRuns, INITIAL_PREDICTIONS, type PredictionsView } from './predictionsView.ts';
import type { RunRecord } from './run.ts';
import { DEFAULT_RUNS_PLOT, type RunsPlot } from './runsPlot.ts';
import { DEFAULT_TABLE, type RunTable } from './table.ts';

export type { InsideView, Tab };

export type Theme = 'auto' | 'light' | 'dark';

export interface Notice {
  readonly id: number;
  /** `warning` interrupts a screen reader, `info` waits for a pause. */
  readonly tone: 'info' | 'warning';
  readonly message: string;
  /** Offers to bring back the runs of the removal that carries this notice's id. */
  readonly undo?: boolean;
}

/** Runs that left the table, and where they stood, for as long as the notice that offers them back is there. */
export interface Removal {
  readonly notice: number;
  readonly runs: readonly { readonly run: RunRecord; readonly index: number }[];
}

/** How the comparison last changed: `typed` edits share one history entry, `chosen` ones make their own. */
export type Edited = 'typed' | 'chosen' | 'restored';

/** Side by side, interleaved by images seen, or one after another. */
export type Turns = 'race' | 'queue';

export interface Inside {
  readonly view: InsideView;
  readonly runs: ChosenRuns;
  /** Name of the chosen layer; undefined leaves the choice to the page. */
  readonly layer: string | undefined;
}

/** A file, and where it lies below what was dropped. */
export interface BroughtFile {
  readonly path: string;
  readonly blob: Blob;
}

/** A folder of runs that is looked into again and again. */
export interface Watched {
  readonly directory: FileSystemDirectoryHandle;
  /** Those that it gave so far. */
  readonly runs: number;
  /** When the latest of them was written, in milliseconds since 1970. */
  readonly latest: number | undefined;
}

export interface PageState {
  /** The experiments that Train trains; the form edits one of them. */
  readonly comparison: Comparison;
  readonly edited: Edited;
  /** Index of the experiment in the form. */
  readonly selected: number;
  /** The shared settings that the visitor set apart: an edit changes them in the chosen experiment only. */
  readonly apart: readonly FieldKey[];
  /** In the order in which the table shows them. */
  readonly runs: readonly RunRecord[];
  readonly removed: readonly Removal[];
  readonly paused: boolean;
  readonly turns: Turns;
  /** Whether the visitor chose; else it is a race of up to six runs, a queue of more. */
  readonly turnsChosen: boolean;
  readonly matrix: Matrix;
  /** Whether the table goes on by itself once its learning rates are found. */
  readonly filling: boolean;
  /** The tab that is open below the charts. */
  readonly tab: Tab;
  readonly notices: readonly Notice[];
  readonly theme: Theme;
  /** How the charts show the runs. */
  readonly view: View;
  /** How the table shows them, and with it the charts. */
  readonly table: RunTable;
  /** Which result is drawn against which setting below it. */
  readonly plot: RunsPlot;
  /** The part of the charts' x axis that is shown, if not all of it. */
  readonly zoom: Zoom | undefined;
  /** Whether the three steps of a first visit are shown. */
  readonly guide: boolean;
  readonly inside: Inside;
  readonly predictions: PredictionsView;
  /** Questions about runs and what came back, by `askId`. */
  readonly asked: Readonly<Record<AskId, Asked>>;
  /** Each run's snapshots so far, oldest first, for as long as somebody looked. */
  readonly snapshots: Readonly<Record<RunId, readonly TimedSnapshot[]>>;
  /** The visitor's own data sets, which this browser keeps. */
  readonly sets: readonly DataSpec[];
  /** Files that are no runs: a dialog asks what is to become of them. */
  readonly brought: readonly BroughtFile[];
  readonly watched: Watched | undefined;
}

export const INITIAL_STATE: PageState = {
  comparison: PRESETS[0].comparison,
  edited: 'restored',
  selected: 0,
  apart: [],
  runs: [],
  removed: [],
  paused: false,
  turns: 'race',
  turnsChosen: false,
  matrix: DEFAULT_MATRIX,
  filling: false,
  tab: 'runs',
  notices: [],
  theme: 'auto',
  view: DEFAULT_VIEW,
  table: DEFAULT_TABLE,
  plot: DEFAULT_RUNS_PLOT,
  zoom: undefined,
  guide: false,
  inside: { view: 'layers', runs: [undefined, undefined], layer: undefined },
  predictions: INITIAL_PREDICTIONS,
  asked: {},
  snapshots: {},
  sets: [],
  brought: [],
  watched: undefined,
};

/** More notices than this at once are not read: the oldest goes. */
const MAX_NOTICES = 4;

/** Adds a notice, unless the same words are already on the page. */
export function withNotice(notices: readonly Notice[], notice: Omit<Notice, 'id'>): readonly Notice[] {
  if (!notice.undo && notices.some((other) => other.message === notice.message)) return notices;
  const id = 1 + notices.reduce((largest, other) => Math.max(largest, other.id), 0);
  return [...notices, { ...notice, id }].slice(-MAX_NOTICES);
}

/** Notes that runs left the table, with a notice that offers them back. */
export function withRemoval(
  { notices, removed }: Pick<PageState, 'notices' | 'removed'>,
  runs: Removal['runs'],
  message: string,
): Pick<PageState, 'notices' | 'removed'> {
  const shown = withNotice(notices, { tone: 'info', message, undo: true });
  const removal = { notice: shown.at(-1)?.id ?? 0, runs };
  return { notices: shown, removed: [...removed, removal] };
}

/** The removals whose notice is still there. */
export const offered = (removed: readonly Removal[], notices: readonly Notice[]): readonly Removal[] =>
  removed.filter(({ notice }) => notices.some(({ id }) => id === notice));
