/**
 * The page's whole state. Where each field lives:
 *
 * | field        | link | saved        | checkpoint            | nowhere |
 * | ------------ | ---- | ------------ | --------------------- | ------- |
 * | comparison   | yes  |              |                       |         |
 * | edited       |      |              |                       | yes     |
 * | selected     |      |              |                       | yes     |
 * | together     |      |              |                       | yes     |
 * | runs         |      | (later work) | points, history, step |         |
 * | removed      |      |              |                       | yes     |
 * | paused       |      |              |                       | yes     |
 * | notices      |      |              |                       | yes     |
 * | theme        |      | localStorage |                       |         |
 *
 * Checkpoints (weights, megabytes) are kept by the worker's client, never here.
 */
import type { Comparison } from '../spec/experiment.ts';
import { PRESETS } from '../spec/presets.ts';
import type { RunRecord } from './run.ts';

export type Theme = 'auto' | 'light' | 'dark';

export interface Notice {
  readonly id: number;
  /** `warning` interrupts a screen reader, `info` waits for a pause. */
  readonly tone: 'info' | 'warning';
  readonly message: string;
  /** Offers to take back the latest deletion. */
  readonly undo?: boolean;
}

/** How the comparison last changed: `typed` edits share one history entry, `chosen` ones make their own. */
export type Edited = 'typed' | 'chosen' | 'restored';

export interface PageState {
  /** The experiments that Train trains; the form edits one of them. */
  readonly comparison: Comparison;
  readonly edited: Edited;
  /** Index of the experiment in the form. */
  readonly selected: number;
  /** Whether an edit in the form changes all experiments of the comparison alike. */
  readonly together: boolean;
  /** In the order in which the table shows them. */
  readonly runs: readonly RunRecord[];
  /** The run deleted last, and where it stood, so that it can come back. */
  readonly removed: { readonly run: RunRecord; readonly index: number } | undefined;
  readonly paused: boolean;
  readonly notices: readonly Notice[];
  readonly theme: Theme;
}

export const INITIAL_STATE: PageState = {
  comparison: PRESETS[0].comparison,
  edited: 'restored',
  selected: 0,
  together: false,
  runs: [],
  removed: undefined,
  paused: false,
  notices: [],
  theme: 'auto',
};

/** More notices than this at once are not read: the oldest goes. */
const MAX_NOTICES = 4;

/** Adds a notice, unless the same words are already on the page. */
export function withNotice(notices: readonly Notice[], notice: Omit<Notice, 'id'>): readonly Notice[] {
  if (!notice.undo && notices.some((other) => other.message === notice.message)) return notices;
  const kept = notice.undo ? notices.filter((other) => !other.undo) : notices;
  const id = 1 + notices.reduce((largest, other) => Math.max(largest, other.id), 0);
  return [...kept, { ...notice, id }].slice(-MAX_NOTICES);
}
