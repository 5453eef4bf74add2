/** A run as a job of the queue: its id is the run's name, so that one that is asked for twice is one. */
import type { JobsOptions } from 'bullmq';
import { z } from 'zod';
import type { Experiment } from '../../spec/experiment.ts';
import { describeMistake, validateExperiment } from '../../spec/validate.ts';
import { fileName } from '../sweep/names.ts';

const schema = z.object({ experiment: z.record(z.string(), z.union([z.string(), z.number()])) });
export type RunJob = z.infer<typeof schema>;

/** Of runs whose process died: what is wrong otherwise is wrong the next time, too. */
const ATTEMPTS = 4;
const DAY_SECONDS = 24 * 60 * 60;

const OPTIONS: JobsOptions = {
  attempts: ATTEMPTS,
  backoff: { type: 'fixed', delay: 1000 },
  // For who plans the same runs again, or was away when they were done.
  removeOnComplete: { age: 14 * DAY_SECONDS },
  removeOnFail: { age: 14 * DAY_SECONDS },
};

export const jobOf = (experiment: Experiment) => ({
  name: 'run',
  data: { experiment: { ...experiment } } satisfies RunJob,
  opts: { ...OPTIONS, jobId: fileName(experiment) },
});

/** @throws Error where the queue has something else */
export function experimentOf(data: unknown): Experiment {
  const { value, problems } = validateExperiment(schema.parse(data).experiment);
  const [problem] = problems;
  if (problem) throw new Error(describeMistake(problem));
  return value;
}
