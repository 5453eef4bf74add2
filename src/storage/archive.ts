/** Where runs and their weights are kept: in the browser's database, or for as long as the page lives. */
import type { Experiment } from '../spec/experiment.ts';
import type { UsedData } from '../spec/usedData.ts';
import { imagesSeen } from '../training/checkpoint.ts';
import type { Checkpoint, CurvePoint, EpochResult, Fork, Outcome, Progress } from '../training/events.ts';
import type { WasDeleted } from './deletions.ts';

/** The latest checkpoint of each run: what a run goes on, forks or is exported from. */
export interface Checkpoints {
  /** undefined where none is kept. Rejects with a sentence for a person if it cannot be read. */
  read(run: string): Promise<Checkpoint | undefined>;
}

/** Those of this page's runs, as it adds to them. */
export interface OwnCheckpoints extends Checkpoints {
  /** Keeps it in place of the run's last one. */
  checkpoint(run: string, checkpoint: Checkpoint): void;
}

/** How far the weights that are kept go. */
export interface SavedExtent {
  readonly step: number;
  readonly images: number;
}

export const extentOf = (checkpoint: Checkpoint): SavedExtent => ({
  step: checkpoint.step,
  images: imagesSeen(checkpoint),
});

/** A run as it is kept. One that is under way is kept as interrupted: whoever reads it finds it so. */
export interface SavedRun {
  readonly id: string;
  readonly experiment: Experiment;
  readonly name: string;
  readonly notes: string;
  readonly origin: 'here' | 'link' | 'file';
  readonly fork?: Fork | undefined;
  readonly colour: number;
  readonly visible: boolean;
  readonly outcome: Outcome | { readonly kind: 'interrupted' };
  readonly progress?: Progress | undefined;
  readonly points: readonly CurvePoint[];
  readonly history: readonly EpochResult[];
  readonly engine?: SavedEngine | undefined;
  readonly data?: UsedData | undefined;
  readonly lossPrecision?: number | undefined;
}

export interface SavedEngine {
  readonly kind: 'wgsl' | 'webgpu' | 'webgl' | 'wasm' | 'cpu';
  readonly description: string;
  readonly timings?: string;
}

/** What a page shows beside its runs. */
export interface SavedPage {
  /** Its comparison and table, as the fragment of a link. */
  readonly fragment: string;
  /** The ids of its runs, in the order of the table. */
  readonly order: readonly string[];
}

export interface Entry {
  readonly run: SavedRun;
  /** Deleted, but its row stays for as long as the page offers it back; it does not come back by itself. */
  readonly removed: boolean;
  /** Written with the run's record in one transaction, so that the two never contradict each other. */
  readonly checkpoint?: Checkpoint | undefined;
}

export interface Changes {
  readonly entries: readonly Entry[];
  readonly deleted: readonly string[];
  readonly page?: SavedPage | undefined;
}

/** What pages that are closed left. */
export interface Adoption {
  /** In the order of their tables, the page that was used last at the end. */
  readonly runs: readonly (SavedRun & { readonly kept: SavedExtent | undefined })[];
  /** What the pages showed, the one that was used last at the end. */
  readonly pages: readonly SavedPage[];
  /** Records that were made by a newer version or are damaged; they stay where they are. */
  readonly unreadable: number;
  /** Runs that belong to pages that are open. */
  readonly elsewhere: number;
  /** There was no room to take them over: they are shown, and stay as they are until there is. */
  readonly full?: boolean;
}

/** Whether the runs of that page, last written at `touchedMs` (Unix time), may be taken over. */
export type IsFree = (owner: string, touchedMs: number) => boolean;

export interface Archive extends Checkpoints {
  /** Whether what is written outlives the page. */
  readonly lasting: boolean;
  /** Makes runs of closed pages this page's, and lets go of those that they had deleted. */
  adopt(isFree: IsFree, wasDeleted?: WasDeleted): Promise<Adoption>;
  /**
   * All or nothing; rejects with the database's DOMException, by name QuotaExceededError where there is no room left.
   * @param lastChance the page is about to go: there is no time for an answer from the database, and a write under way is
   *   called off, so that this one has no other to wait for
   * @returns ids of runs that another page has taken over; theirs stay as they are
   */
  write(changes: Changes, lastChance?: boolean): Promise<readonly string[]>;
  /** Hears that another tab or the browser has closed what is kept, and that all of it is gone. */
  onChange?(listener: (change: 'closed' | 'emptied') => void): void;
}
