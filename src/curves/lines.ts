/** Which runs share a line: each its own, or those that differ in nothing but their seed. */
import { groupKey } from '../results/groups.ts';
import type { CurveRun } from './curveRun.ts';
import type { SeedView } from './view.ts';

export interface Line<R extends CurveRun = CurveRun> {
  readonly key: string;
  readonly name: string;
  readonly colour: number;
  readonly batch: number;
  /** Hidden ones too. */
  readonly runs: readonly R[];
}

/** In the order of their first runs. */
export function linesOf<R extends CurveRun>(runs: readonly R[], seeds: SeedView): Line<R>[] {
  if (seeds === 'lines') return runs.map((run) => lineOf(run.id, [run]));
  const groups = new Map<string, R[]>();
  for (const run of runs) {
    const key = groupKey(run);
    // A seed trained twice is no second sample of anything: its later run belongs to a line of its own.
    let again = 0;
    while (groups.get(`${key}${again}`)?.some((other) => other.experiment.seed === run.experiment.seed))
      again++;
    groups.set(`${key}${again}`, [...(groups.get(`${key}${again}`) ?? []), run]);
  }
  return [...groups].flatMap(([key, [first, ...others]]) => (first ? [lineOf(key, [first, ...others])] : []));
}

function lineOf<R extends CurveRun>(key: string, runs: readonly [R, ...R[]]): Line<R> {
  const [{ name, colour, experiment }] = runs;
  return { key, name: runs.length > 1 ? groupName(runs) : name, colour, batch: experiment.batch, runs };
}

/** 'GN(32)+WS · 3 seeds', from the first run's name: it may be one that its owner gave. */
function groupName([{ name, experiment }, ...others]: readonly [CurveRun, ...CurveRun[]]): string {
  const seed = ` · seed ${experiment.seed}`;
  return `${name.includes(seed) ? name.replace(seed, '') : name} · ${others.length + 1} seeds`;
}
