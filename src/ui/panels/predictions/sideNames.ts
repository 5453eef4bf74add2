/** What two runs beside each other are called in a few words: by what tells them apart. */
import { nameGroups } from '../../../results/groupNames.ts';
import type { RunRecord } from '../../../store/run.ts';

type Named = Pick<RunRecord, 'experiment' | 'fork' | 'name'>;

/** 'BN' and 'GN(32)+WS'; of one method 'batch 2' and 'batch 64', or 'seed 1' and 'seed 2'. */
export function sideNames(first: Named, second: Named): readonly [string, string] {
  const [one, other] = nameGroups([first, second]).names;
  if (one !== undefined && other !== undefined && one !== other) return [one, other];
  const seeds = [first, second].map(({ experiment }) => `seed ${experiment.seed}`);
  if (seeds[0] !== undefined && seeds[1] !== undefined && seeds[0] !== seeds[1]) return [seeds[0], seeds[1]];
  return [first.name, second.name];
}
