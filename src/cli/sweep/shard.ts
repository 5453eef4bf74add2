/** Where one of many workers begins in a plan, so that they do not all ask for the same run first. */
import { UsageError } from '../options.ts';

export interface Shard {
  /** From 0 on. */
  readonly index: number;
  /** Undefined where nobody said how many there are. */
  readonly count: number | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `--shard 2/8`, the third of eight; otherwise as SLURM's job arrays and Kubernetes' Indexed Jobs say. @throws UsageError */
export function readShard(text: string | undefined, environment: Environment): Shard | undefined {
  if (text === undefined) return ofArray(environment) ?? ofIndexedJob(environment);
  const [, index = '', count = ''] = /^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
  if (count === '' || Number(index) >= Number(count))
    throw new UsageError(`--shard: '${text.slice(0, 40)}' is not i/n, with i from 0 to n − 1`);
  return { index: Number(index), count: Number(count) };
}

/** Tasks may begin at any number and be any step apart. */
function ofArray({
  SLURM_ARRAY_TASK_ID: id,
  SLURM_ARRAY_TASK_COUNT: count,
  SLURM_ARRAY_TASK_MIN: min = '0',
  SLURM_ARRAY_TASK_STEP: step = '1',
}: Environment): Shard | undefined {
  if (id === undefined) return undefined;
  const index = Math.floor((Number(id) - Number(min)) / Math.max(1, Number(step)));
  return checked(index, count);
}

const ofIndexedJob = ({ JOB_COMPLETION_INDEX: index, JOB_COMPLETIONS: count }: Environment) =>
  index === undefined ? undefined : checked(Number(index), count);

/** What an environment says otherwise than we know is no reason not to train. */
function checked(index: number, countText: string | undefined): Shard | undefined {
  if (!Number.isSafeInteger(index) || index < 0) return undefined;
  const count = Number(countText);
  return { index, count: Number.isSafeInteger(count) && count > index ? count : undefined };
}

/** The shard's own share first, then the others': the next one's, and so on. */
export function inTurn<T>(runs: readonly T[], shard: Shard | undefined): readonly T[] {
  if (!shard || runs.length === 0) return runs;
  const count = shard.count ?? runs.length;
  const turn = (i: number): number => (((i - shard.index) % count) + count) % count;
  return runs
    .map((run, i) => ({ run, i }))
    .sort((a, b) => turn(a.i) - turn(b.i) || a.i - b.i)
    .map(({ run }) => run);
}
