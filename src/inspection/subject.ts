/** What questions are put to: a copy of a run's network, as it stood at one step, on an engine. */
import type { Split, Trainer } from '../engine/engine.ts';
import type { Network } from '../network/layers.ts';
import type { Parameters } from '../network/parameters.ts';
import type { Experiment } from '../spec/experiment.ts';
import type { ImageRef, Picture } from './question.ts';

export interface Subject {
  readonly experiment: Experiment;
  readonly network: Network;
  /** Steps that the run had done. */
  readonly step: number;
  /** Its state then: weights, moving statistics, optimizer slots. Nobody may write to the arrays. */
  readonly parameters: Parameters;
  /** Holds that state and trains nothing. A question that sets other parameters puts these back before it ends. */
  readonly trainer: Pick<Trainer, 'inspect' | 'setParameters'>;
  readonly data: SubjectData;
}

export interface SubjectData {
  /** Training rows of the step after `step` steps. */
  batchAfter(step: number): Uint32Array;
  /** The learning rate of that step. */
  rateAfter(step: number): number;
  /** Rows of the training split that the run trains on. */
  readonly subset: Uint32Array;
  /** How many rows from 0 on may be asked for. */
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  /** Resolves when the engine has the rows of that split; rejects with a reason for a person. */
  ready(split: Split): Promise<void>;
  /** Copies of the images; the split has to be ready. */
  pictures(refs: readonly ImageRef[]): Picture[];
}

/** How far an answer is, in whatever it counts. */
export interface Amount {
  readonly done: number;
  readonly total: number;
}

/** Works on an answer, a piece of at most about 100 ms between two yields. @throws what a person should read */
export type Answering<A> = AsyncGenerator<Amount, A, void>;
