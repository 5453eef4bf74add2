/** How a sweep calls its runs: by a key that is equal for the same numbers, and by a name for files. */
import { createHash } from 'node:crypto';
import { groupKey } from '../../results/groups.ts';
import { methodName } from '../../spec/describe.ts';
import type { Experiment } from '../../spec/experiment.ts';
import type { UsedData } from '../../spec/usedData.ts';

/** Equal for runs that give the same numbers: all settings, the seed and the images. */
export const runKey = (experiment: Experiment, data?: UsedData): string =>
  `${groupKey({ experiment, data })} seed ${experiment.seed}`;

/** 'gn-32-ws.batch-2.seed-1.3f9a1c07': for a person, and a sum over all settings so that no two are the same. */
export function fileName(experiment: Experiment): string {
  const method = methodName(experiment)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '');
  const sum = createHash('sha256').update(runKey(experiment)).digest('hex').slice(0, 8);
  return `${method}.batch-${experiment.batch}.seed-${experiment.seed}.${sum}`;
}
