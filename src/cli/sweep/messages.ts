/** What a sweep and its processes say to each other. Cloned as structures, so NaN and undefined arrive as they are. */
import type { RunResult } from '../../results/runFile.ts';
import type { Experiment } from '../../spec/experiment.ts';
import type { Progress } from '../../training/events.ts';

export interface Job {
  /** `measure`: a few steps, to know how long a run will take. */
  readonly kind: 'measure' | 'run';
  readonly experiment: Experiment;
  /** A folder for what TensorBoard shows of the run. */
  readonly tensorBoard?: string | undefined;
  /** A second test, with recalibrated statistics, also where moving ones have settled. */
  readonly retestAlways?: boolean | undefined;
}

export type Order = { readonly kind: 'job'; readonly job: Job } | { readonly kind: 'stop' };

/** How fast an experiment's network is on one of the sweep's processes, while the others work too. */
export interface Measured {
  /** Milliseconds a training step. */
  readonly stepMs: number;
  /** Milliseconds to score an image. */
  readonly scoreMs: number;
  /** Milliseconds a run's images take to be there, where each seed has its own. */
  readonly drawMs: number;
}

/** A job's end; what is stopped has none. */
export type JobEnd =
  | { readonly kind: 'measured'; readonly measured: Measured }
  | { readonly kind: 'ran'; readonly result: RunResult }
  | {
      readonly kind: 'failed';
      readonly message: string;
      /** The process is gone, and what is wrong need not be the job. */
      readonly died?: boolean;
    };

/** On the way to a job's end. `kept`: its checkpoint is on the disk. */
export type News = { readonly kind: 'progress'; readonly progress: Progress } | { readonly kind: 'kept' };

export type Report = News | JobEnd;
