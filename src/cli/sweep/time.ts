/** How long a sweep takes: from a few steps of each cell before it starts, then from the runs that it has done. */
import { DEFAULT_DATA, dataSpec } from '../../spec/dataSets.ts';
import { validationCount } from '../../spec/dataSpec.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { isTestedTwice } from '../../spec/warmUp.ts';
import { scheduleOf } from '../../training/schedule.ts';
import type { Measured } from './messages.ts';

/** Of one run on one process. */
export function secondsOf(experiment: Experiment, { stepMs, scoreMs, drawMs }: Measured): number {
  const { images, batch, epochs, data } = experiment;
  const spec = dataSpec(data) ?? DEFAULT_DATA;
  const { totalSteps } = scheduleOf(images, batch, epochs);
  const tests = isTestedTwice({ experiment }) ? 2 : 1;
  const scored = epochs * validationCount(images, spec) + tests * spec.counts.test;
  return (drawMs + totalSteps * stepMs + scored * scoreMs) / 1000;
}

/** What is left of a sweep; estimates are scaled by how those of the runs that are done turned out. */
export class TimeLeft {
  readonly #processes: number;
  #estimated = 0;
  #took = 0;

  constructor(processes: number) {
    this.#processes = processes;
  }

  ran(estimate: number, seconds: number): void {
    this.#estimated += estimate;
    this.#took += seconds;
  }

  /**
   * @param waiting estimates of the runs that have not begun
   * @param running of each run under way its estimate, and what it says is left if it says so
   */
  seconds(
    waiting: readonly number[],
    running: readonly { readonly estimate: number; readonly left: number | undefined }[],
  ): number {
    const scale = this.#estimated > 0 ? this.#took / this.#estimated : 1;
    const lefts = running.map(({ estimate, left }) => left ?? scale * estimate);
    const work = [...lefts, ...waiting.map((estimate) => scale * estimate)];
    const sum = work.reduce((total, seconds) => total + seconds, 0);
    // Runs are not divided among processes: the longest sets a limit.
    return work.reduce((most, seconds) => Math.max(most, seconds), sum / this.#processes);
  }
}
