/**
 * `npm run worker -- --out DIR [--shard i/n]`: trains what the plan in a sweep's folder asks for and nobody else has
 * begun. As many as there are machines may work on one folder that they share: each run is trained by one, and by
 * another one, from its checkpoint on, where that one is gone. The last of them writes the table.
 */
import { whyUntrainable } from '../spec/validate.ts';
import { listenForInterrupt, runCommand } from './command.ts';
import { readPairs, UsageError } from './options.ts';
import { type OwnData, openOwnData } from './ownData.ts';
import { trainHere } from './sweep/here.ts';
import { readOut, readWorkforce, SWEEP_OPTIONS } from './sweep/options.ts';
import { readShard } from './sweep/shard.ts';
import { describeEnd, exitCode, Sweep } from './sweep/sweep.ts';

async function main(args: readonly string[]): Promise<number> {
  const given = readPairs(args, [...SWEEP_OPTIONS, 'shard', 'data']);
  const shard = readShard(given.get('shard'), process.env);
  const workforce = readWorkforce(given);
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
  for (const cell of planned.plan.rows.flatMap(({ cells }) => cells)) {
    const why = whyUntrainable(cell);
    if (why !== undefined) throw new UsageError(`--${why}`);
  }
  const end = await Sweep.run({
    planned,
    folder,
    crew: trainHere(folder, workforce, { ownData: images?.path, shard }),
    timed: false,
    interrupt: listenForInterrupt(),
    out: process.stderr,
  });
  process.stdout.write(`${describeEnd(end)}\n`);
  return exitCode(end);
}

await runCommand(main);
