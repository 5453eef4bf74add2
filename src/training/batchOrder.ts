/** Which training images each step of a run is on: a function of the experiment alone. */
import { batches, epochOrder } from '../data/split.ts';
import { placeOf, type Schedule } from './schedule.ts';

export class BatchOrder {
  readonly #subset: Uint32Array;
  readonly #seed: number;
  readonly #schedule: Schedule;
  /** The batches of the epoch that was asked about last. */
  #epoch: { readonly number: number; readonly batches: readonly Uint32Array[] } | undefined;

  /** @param subset rows of the training split to train on */
  constructor(subset: Uint32Array, seed: number, schedule: Schedule) {
    this.#subset = subset;
    this.#seed = seed;
    this.#schedule = schedule;
  }

  /** Rows of the training split that the step after `step` steps is on; beyond the last epoch, of one more. */
  after(step: number): Uint32Array {
    const { epoch, skipped, batch } = placeOf(this.#schedule, step);
    if (this.#epoch?.number !== epoch) {
      const order = epochOrder(this.#subset, this.#seed, epoch + 1).subarray(skipped);
      this.#epoch = { number: epoch, batches: [...batches(order, this.#schedule.batch)] };
    }
    const rows = this.#epoch.batches[batch];
    if (rows === undefined) throw new Error(`no batch for step ${step + 1}`);
    return rows;
  }
}
