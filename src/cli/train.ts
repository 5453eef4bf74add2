/**
 * `npm run train -- --norm batch --batch 2 --epochs 1 --images 2000 --seed 1 --json out.json`: the page's
 * experiments from a terminal, on the CPU engine or, by `--engine wgsl`, on a GPU. Ctrl-C stops after the step under way; the
 * JSON is written after each run, what TensorBoard shows of it (`--tensorboard DIR`) while it trains.
 */

import { availableParallelism } from 'node:os';
import { type RunFile, type RunResult, toRunFile } from '../results/runFile.ts';
import { runName } from '../spec/describe.ts';
import { type Experiment, expandRepeats } from '../spec/experiment.ts';
import { decimal, percent } from '../spec/numbers.ts';
import { Library } from '../worker/library.ts';
import { INTERRUPTED, listenForInterrupt, runCommand } from './command.ts';
import { openEngine, readEngine, readThreads } from './engines.ts';
import { DATA_FOLDER, fetchFile } from './files.ts';
import { FIELD_OPTIONS, readExperiments, readPairs } from './options.ts';
import { openOwnData } from './ownData.ts';
import { ProgressBar } from './progressBar.ts';
import { describeTensorBoard, EventFile, readTensorBoard, TENSORBOARD_OPTIONS } from './tensorBoard.ts';
import { type Bench, describeResult, trainOne } from './trainOne.ts';
import { checkWritable, writeWhole } from './writeWhole.ts';

const OPTIONS = [...FIELD_OPTIONS, 'engine', 'link', 'threads', 'json', ...TENSORBOARD_OPTIONS];

async function main(args: readonly string[]): Promise<number> {
  const { pairs, read } = await openOwnData(readPairs(args, OPTIONS));
  const kind = readEngine(pairs);
  const experiments = readExperiments(pairs).flatMap(expandRepeats);
  const threads = readThreads(pairs, kind) ?? availableParallelism();
  const json = pairs.get('json');
  if (json !== undefined) await checkWritable('json', json);
  const tensorBoard = await readTensorBoard(pairs);
  const bar = new ProgressBar(process.stderr);
  if (read) bar.print(read.words);
  const library = new Library({ baseUrl: DATA_FOLDER, fetch: fetchFile });
  const bench: Bench = { ...(await openEngine(kind, threads)), library };
  const interrupt = listenForInterrupt();
  const results: RunFile[] = [];
  const problems: string[] = [];
  for (const experiment of experiments) {
    if (interrupt.asked()) break;
    const events = tensorBoard === undefined ? undefined : new EventFile(tensorBoard, experiment);
    const result = await trainAndTell(experiment, bench, bar, interrupt.asked, events);
    results.push(toRunFile(result));
    const problem = await events?.end(result);
    if (problem !== undefined) problems.push(`${result.name}: ${problem}`);
    if (json !== undefined)
      await writeWhole(json, `${JSON.stringify(experiments.length > 1 ? results : results[0], null, 1)}\n`);
  }
  bench.engine.dispose();
  if (json !== undefined && results.length > 0) bar.print(`wrote ${json}`);
  if (tensorBoard !== undefined && results.length > 0) bar.print(describeTensorBoard(tensorBoard));
  for (const problem of problems) bar.print(problem);
  return problems.length > 0 || results.some((result) => result.outcome === 'diverged')
    ? 1
    : interrupt.asked()
      ? INTERRUPTED
      : 0;
}

async function trainAndTell(
  experiment: Experiment,
  bench: Bench,
  bar: ProgressBar,
  interrupted: () => boolean,
  events: EventFile | undefined,
): Promise<RunResult> {
  const name = runName(experiment);
  const result = await trainOne(experiment, bench, {
    interrupted,
    onStart: (checkpoint) => events?.begin(checkpoint),
    onEvent: (event, latest) => {
      events?.onEvent(event);
      if (event.kind === 'progress') bar.show(name, event.progress, latest);
      if (event.kind !== 'epoch') return;
      const { epoch, loss, acc, val_loss, val_acc } = event.result;
      const [l, vl] = [loss, val_loss].map((value) => decimal(value, 4));
      const [a, va] = [acc, val_acc].map((value) => percent(value, 2));
      bar.print(`${name} · epoch ${epoch}: loss ${l} · acc ${a} · val_loss ${vl} · val_acc ${va}`);
    },
  });
  bar.print(`${name}: ${describeResult(result)}`);
  return result;
}

await runCommand(main);
