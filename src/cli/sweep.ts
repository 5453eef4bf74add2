/**
 * `npm run sweep -- --methods bn,gn+ws --batch 2,64,128 --seeds 3 --images 6000 --epochs 3 --out DIR`: every combination
 * of the lists under several seeds. Ctrl-C stops; the same command goes on, for finished runs are not repeated. DIR
 * gets the plan, a file a run, all of them in runs.json for the page's Import, the table in results.json, and with
 * several batch sizes accuracy-by-batch-size.svg. `--plan DIR` instead of `--out DIR` writes the plan and trains nothing:
 * `npm run worker -- --out DIR` does, on as many machines as share the folder. `--queue redis://…` has it trained by
 * `npm run worker -- --queue redis://…`, on machines that share nothing.
 */
import { resolve } from 'node:path';
import { listenForInterrupt, runToTheEnd } from './command.ts';
import { readPairs } from './options.ts';
import { openOwnData } from './ownData.ts';
import { trainQueued } from './queue/queued.ts';
import { trainHere } from './sweep/here.ts';
import { planOnly, readOut, readQueue, readWorkforce, SWEEP_OPTIONS } from './sweep/options.ts';
import { PLAN_OPTIONS, readPlan } from './sweep/plan.ts';
import { describeEnd, exitCode, Sweep } from './sweep/sweep.ts';
import { readTensorBoard } from './tensorBoard.ts';

async function main(args: readonly string[]): Promise<number> {
  const { pairs, read } = await openOwnData(
    readPairs(args, [...PLAN_OPTIONS, 'plan', 'queue', ...SWEEP_OPTIONS]),
  );
  if (read) process.stderr.write(`${read.words}\n`);
  const planned = { plan: readPlan(pairs), compact: false, ownData: read && resolve(read.path) };
  if (pairs.has('plan')) {
    process.stdout.write(`${await planOnly(pairs, planned)}\n`);
    return 0;
  }
  const queue = readQueue(pairs);
  const workforce = readWorkforce(pairs);
  const tensorBoard = await readTensorBoard(pairs);
  const folder = await readOut(pairs);
  await folder.plan(planned);
  const end = await Sweep.run({
    planned,
    folder,
    crew:
      queue === undefined ? trainHere(folder, workforce, { ...planned, tensorBoard }) : trainQueued(queue),
    timed: queue === undefined,
    tensorBoard,
    interrupt: listenForInterrupt(),
    out: process.stderr,
  });
  process.stdout.write(`${describeEnd(end)}\n`);
  return exitCode(end);
}

await runToTheEnd(main);
