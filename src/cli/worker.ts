/**
 * `npm run worker -- --out DIR [--shard i/n]`: trains what the plan in a sweep's folder asks for and nobody else has
 * begun. As many as there are machines may work on one folder that they share: each run is trained by one, and by
 * another one, from its checkpoint on, where that one is gone. The last of them writes the table.
 * `--queue redis://…` trains what sweeps put into that queue, until Ctrl-C; no folder is shared.
 */
import { whyUntrainable } from '../spec/validate.ts';
import { listenForInterrupt, runToTheEnd } from './command.ts';
import { readPairs, UsageError } from './options.ts';
import { type OwnData, openOwnData } from './ownData.ts';
import { work } from './queue/work.ts';
import { trainHere } from './sweep/here.ts';
import { readOut, readWorkforce, SWEEP_OPTIONS } from './sweep/options.ts';
import { readShard } from './sweep/shard.ts';
import { describeEnd, exitCode, Sweep } from './sweep/sweep.ts';
import { readTensorBoard } from './tensorBoard.ts';

async function main(args: readonly string[]): Promise<number> {
  const given = readPairs(args, [...SWEEP_OPTIONS, 'shard', 'data', 'queue']);
  const queue = given.get('queue');
  if (queue !== undefined) return workOn(queue, given);
  const shard = readShard(given.get('shard'), process.env);
  const workforce = readWorkforce(given);
  const tensorBoard = await readTensorBoard(given);
  const folder = await readOut(given);
  let images: OwnData | undefined;
  const planned = await folder.planned(async (path) => {
    const data = given.get('data') ?? path;
    const opened = await openOwnData(new Map([['data', data]]));
    if (!opened.read) throw new UsageError(`--data: there are no images at ${data}, which the plan names`);
    images = opened.read;
  });
  if (!planned)
    throw new UsageError(
      `--out: there is no plan in ${folder.path}: npm run sweep -- --plan ${folder.path} makes one`,
    );
  if (given.has('data') && !images)
    throw new UsageError(
      `--data: the plan in ${folder.path} names no images of one's own, leave --data away`,
    );
  for (const cell of planned.plan.rows.flatMap(({ cells }) => cells)) {
    const why = whyUntrainable(cell);
    if (why !== undefined) throw new UsageError(`--${why}`);
  }
  const end = await Sweep.run({
    planned,
    folder,
    crew: trainHere(folder, workforce, {
      ...{ ownData: images?.path, shard, tensorBoard },
      // A study's runs, as its planner trains them.
      retestAlways: planned.compact,
    }),
    timed: false,
    tensorBoard,
    interrupt: listenForInterrupt(),
    out: process.stderr,
  });
  process.stdout.write(`${describeEnd(end)}\n`);
  return exitCode(end);
}

/** Until Ctrl-C. */
async function workOn(queue: string, given: ReadonlyMap<string, string>): Promise<number> {
  const other = ['out', 'shard', 'tensorboard'].find((name) => given.has(name));
  if (other !== undefined)
    throw new UsageError(`--queue: says what to train and where results go, leave --${other} away`);
  const { read } = await openOwnData(given);
  if (given.has('data') && !read) throw new UsageError(`--data: there are no images at ${given.get('data')}`);
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  if (read) say(read.words);
  await work(queue, readWorkforce(given), { ownData: read?.path, interrupt: listenForInterrupt(), say });
  return 0;
}

await runToTheEnd(main);
