/** Who trains the runs of a sweep: this machine, with others that share its folder, or the workers of a queue. */
import type { RunResult } from '../../results/runFile.ts';
import type { Experiment } from '../../spec/experiment.ts';
import type { Progress } from '../../training/events.ts';
import type { Workforce } from './machine.ts';
import type { JobEnd, Measured } from './messages.ts';

export interface Crew {
  /** 'on 2 processes of 1 thread' */
  readonly words: string;
  /** Of this machine, where it trains. */
  readonly workforce: Workforce | undefined;
  /** How fast each is trained; none that cannot time them. Rejects where one cannot be trained at all. */
  measure(runs: readonly Experiment[]): Promise<readonly (Measured | undefined)[]>;
  /**
   * Trains them, in that order. Resolves when none is left that it may begin, or, after `stop`, when those under way
   * have ended.
   */
  train(runs: readonly Experiment[], listener: CrewListener): Promise<void>;
  /** Runs under way end soon, as stopped; none begins any more. */
  stop(): void;
  end(): Promise<void>;
}

export interface CrewListener {
  begun(run: Experiment): void;
  progress(run: Experiment, progress: Progress): void;
  /** @returns whether its result is safe, where it has one */
  ended(run: Experiment, end: JobEnd): Promise<boolean>;
  /** Runs that others have finished, by `runKey`. */
  found(runs: ReadonlyMap<string, RunResult>): void;
}
