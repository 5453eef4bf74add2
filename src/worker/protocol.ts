/**
 * What the page and the training worker say to each other: one union of commands, one of events; and which runs train
 * and which wait, a function of what the page asks for and of which runs are there.
 */
import type { EngineKind, OfferedKind } from '../engine/engine.ts';
import type { Answer, Question } from '../inspection/question.ts';
import type { Experiment } from '../spec/experiment.ts';
import type { UsedData } from '../spec/usedData.ts';
import type { Checkpoint, Outcome, TrainingEvent } from '../training/events.ts';

/** Names one run for as long as the page lives. */
export type RunId = string;

/** Names one question to one run: the same question asked again has the same name. */
export type AskId = string;

/** Which runs train and which wait: all that the page wants, sent again whenever it changes. */
export interface Arrangement {
  /** Runs that train at a time, 1 … 6: 6 is a race, interleaved by images seen; 1 is a queue. */
  readonly sideBySide: number;
  /** Who comes first. Runs that are not named stand at the end, in the order of their start. */
  readonly order: readonly RunId[];
  /** Runs that are paused one by one; they do not hold up the others. */
  readonly held: readonly RunId[];
}

/** Runs that train side by side at most, so that memory stays bounded. */
export const MOST_SIDE_BY_SIDE = 6;

/** Until the page says otherwise. */
export const RACE: Arrangement = { sideBySide: MOST_SIDE_BY_SIDE, order: [], held: [] };

/** How many runs may have a place on an engine at once. */
export const placesOf = ({ sideBySide }: Arrangement): number =>
  Math.max(1, Math.min(Math.floor(sideBySide), MOST_SIDE_BY_SIDE));

/**
 * The runs that should train now: the first of the line that are not held. Those that the order does not name stand at
 * its end. @param present runs that are not over, in the order in which they were started
 */
export function admittedOf(present: readonly RunId[], arrangement: Arrangement): RunId[] {
  const { order, held } = arrangement;
  const line = [
    ...order.filter((run) => present.includes(run)),
    ...present.filter((run) => !order.includes(run)),
  ];
  return [...new Set(line)].filter((run) => !held.includes(run)).slice(0, placesOf(arrangement));
}

/** A run to train (repeats ignored: one run is one seed), from the checkpoint on if there is one. */
export interface RunToStart {
  readonly run: RunId;
  readonly experiment: Experiment;
  readonly checkpoint?: Checkpoint | undefined;
}

export type Command =
  /** Trains runs, and says in the same breath who trains when: none begins that has to wait. */
  | {
      readonly kind: 'start';
      readonly runs: readonly RunToStart[];
      /** As in `arrange`; what was said last stands if it is left out. */
      readonly arrangement?: Arrangement | undefined;
    }
  /** Ends a run within 200 ms or one step; it leaves a checkpoint if it was training, and reports the outcome `stopped`. */
  | { readonly kind: 'stop'; readonly run: RunId }
  /**
   * A run that has to make room leaves a checkpoint and waits for its `turn`; later it goes on from there, as if it had
   * never stopped. Until the page says otherwise the runs race, in the order of their start.
   */
  | { readonly kind: 'arrange'; readonly arrangement: Arrangement }
  /** Every run that is under way leaves a checkpoint now: the page may be about to go. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** One update of every run that is under way, then paused. */
  | { readonly kind: 'step' }
  /**
   * Puts a question to a run as it stands now. Training comes first: while runs train, questions get a small share of the
   * time, a larger one if somebody waits for the answer (not `live`). Asked again under the same name it begins anew.
   */
  | {
      readonly kind: 'ask';
      readonly ask: AskId;
      readonly run: RunId;
      readonly question: Question;
      readonly live: boolean;
    }
  /** Nobody wants the answer any more. */
  | { readonly kind: 'withdraw'; readonly ask: AskId }
  /** The answer to `wanted`: the run's latest checkpoint, or why there is none. */
  | {
      readonly kind: 'lend';
      readonly run: RunId;
      readonly model:
        | { readonly experiment: Experiment; readonly checkpoint: Checkpoint }
        | { readonly missing: string };
    };

export interface EngineInfo {
  readonly kind: EngineKind;
  /** For the badge: 'WebGL · SwiftShader'. */
  readonly description: string;
  /** The timings that `auto` chose it by: 'CPU 6 ms a step, WebGL 720 ms'. */
  readonly timings?: string;
}

export type WorkerEvent =
  /** The run waits for its turn, its data or its engine. `received` and `total` are bytes, 0 where unknown. */
  | { readonly kind: 'waiting'; readonly run: RunId; readonly for: 'turn' | 'engine' }
  | {
      readonly kind: 'waiting';
      readonly run: RunId;
      readonly for: 'data';
      readonly received: number;
      readonly total: number;
    }
  /**
   * The engine that trains the run from `images` training images on: again after it moved to another one, from a
   * checkpoint, which makes points and epochs that were reported beyond `images` void.
   */
  | { readonly kind: 'engine'; readonly run: RunId; readonly engine: EngineInfo; readonly images: number }
  /** The data set that the run really trains on, and where it is not the one asked for, why. */
  | { readonly kind: 'data'; readonly run: RunId; readonly data: UsedData }
  | { readonly kind: 'paused' }
  | { readonly kind: 'resumed' }
  /** Something a person should know about a run that goes on: 'WebGL was lost, went on from step 300 on …'. */
  | { readonly kind: 'notice'; readonly run: RunId; readonly message: string }
  | {
      readonly kind: 'ended';
      readonly run: RunId;
      readonly outcome: Outcome;
      /** It failed because images could not be had, which may come with the connection. */
      readonly lacksImages?: true;
    }
  /** A question is about a run that this worker does not train: it needs the run's weights (`lend`). */
  | { readonly kind: 'wanted'; readonly run: RunId }
  /** How far an answer is. */
  | {
      readonly kind: 'answering';
      readonly run: RunId;
      readonly ask: AskId;
      readonly done: number;
      readonly total: number;
    }
  /** The answer, and the steps and training images after which the weights were as they were asked about. */
  | {
      readonly kind: 'answer';
      readonly run: RunId;
      readonly ask: AskId;
      readonly answer: Answer;
      readonly step: number;
      readonly images: number;
    }
  /** Why there is no answer, for a person. */
  | { readonly kind: 'unanswered'; readonly run: RunId; readonly ask: AskId; readonly why: string }
  | ({ readonly run: RunId } & TrainingEvent);

/** Why a run failed that has left a checkpoint. */
export const resumably = (message: string): string =>
  `${message.replace(/\.?$/, '.')} Resume goes on from its last checkpoint.`;

/** What client.ts says first: where the data lies, and the lock whose release tells the page that the worker died. */
export interface Hello {
  readonly kind: 'hello';
  /** Absolute address of the folder that holds manifest.json, with a slash at the end. */
  readonly dataUrl: string;
  readonly lock: string;
  /** What earlier trials on this machine chose, by the trial's key. */
  readonly choices: Readonly<Record<string, RememberedChoice>>;
  /** Which tiles a GPU is fastest with, by adapter and shape: see src/engine/wgsl/tuning.ts. */
  readonly tilings: Readonly<Record<string, string>>;
}

/** The engine that was fastest for a kind of experiment. */
export interface RememberedChoice {
  readonly kind: OfferedKind;
  readonly words: string;
}

/** The worker asks the page to remember something: workers have no storage that is as simple. */
export type Remember =
  | { readonly kind: 'remember'; readonly key: string; readonly choice: RememberedChoice }
  | { readonly kind: 'remember-tiling'; readonly key: string; readonly tiling: string };

/** Code that a run needs did not come, and a worker cannot ask for it again: the page starts another. */
export interface Incomplete {
  readonly kind: 'incomplete';
}

/** The page asks a worker without a lock whether it is there. */
export interface Ping {
  readonly kind: 'ping';
}

/** The worker's answer to Hello, once it is clear whether it holds the lock, and to each Ping. */
export interface Alive {
  readonly kind: 'alive';
  readonly locked: boolean;
}

/** The page's end of the line; client.ts implements it over a worker, tests by hand. */
export interface TrainingClient {
  send(command: Command): void;
  /** @returns a function that takes the listener off again */
  onEvent(listener: (event: WorkerEvent) => void): () => void;
}
