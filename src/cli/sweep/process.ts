/**
 * A process of a sweep: one engine, one job at a time, until there are no more. It leaves Ctrl-C, which the terminal
 * sends to all, to the sweep's own process, and does not outlive that.
 */
import { bytesId, sourceOf } from '../../data/source.ts';
import { buildNetwork } from '../../network/build.ts';
import { initialParameters } from '../../network/parameters.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { stepTime } from '../../training/pace.ts';
import { Library } from '../../worker/library.ts';
import { outliveReaders } from '../command.ts';
import { openEngine, type TerminalEngine } from '../engines.ts';
import { DATA_FOLDER, fetchFile } from '../files.ts';
import { readOwnData } from '../ownData.ts';
import { EventFile } from '../tensorBoard.ts';
import { type Bench, collect, type Standing, trainOne } from '../trainOne.ts';
import { checkpointIn } from './folder.ts';
import type { Job, JobEnd, Measured, Order, Report } from './messages.ts';
import { Sparingly } from './sparingly.ts';

/** Between two reports of a run's progress. */
const REPORT_MS = 250;
/** Between two checkpoints on disk at least, and of the time at most: one of the reference CNN with Adam has 20 MB. */
const KEEP_MS = 2000;
const KEEP_SHARE = 1 / 200;
/** Steps are timed so often; the last counts, when the kernels are compiled for speed. */
const ROUNDS = 3;
/** At most: images of one's own may be fewer. */
const SCORED_ROWS = 100;

const [, , folder = '.', threadsText, engineKind, ownData] = process.argv;
let stopped = false;
let bench: Promise<Bench> | undefined;

/** Where nobody is there to hear it any more, `disconnect` ends this process. */
const report = (message: Report): void => {
  process.send?.(message, undefined, undefined, () => undefined);
};

async function openBench(): Promise<Bench> {
  if (ownData !== undefined) await readOwnData(ownData);
  return {
    ...(await openEngine(engineKind as TerminalEngine, Number(threadsText))),
    library: new Library({ baseUrl: DATA_FOLDER, fetch: fetchFile }),
  };
}

async function measure(experiment: Experiment, { engine, library }: Bench): Promise<Measured> {
  const begun = performance.now();
  const collection = await collect(experiment, library);
  const { subset, ready } = collection.on(engine);
  await ready('test');
  const { spec } = collection.data;
  const drawMs = sourceOf(spec.id).generated ? performance.now() - begun : 0;
  const network = buildNetwork(experiment, spec);
  const parameters = initialParameters(network);
  const trainer = await engine.createTrainer(network, parameters, collection.data.id, experiment.batch);
  const rows = Math.min(SCORED_ROWS, spec.counts.validation);
  let measured: Measured = { stepMs: 0, scoreMs: 0, drawMs };
  for (let round = 0; round < ROUNDS; round++) {
    const stepMs = await stepTime(trainer, subset.slice(0, experiment.batch));
    const started = performance.now();
    await trainer.evaluate('validation', 0, rows);
    measured = { stepMs, scoreMs: (performance.now() - started) / rows, drawMs };
  }
  trainer.dispose();
  return measured;
}

let said = false;

/** A run that cannot leave a checkpoint goes on: it only begins again where it is cut short. */
function sayOnce(error: Error): void {
  if (!said)
    process.stderr.write(`a run cut short would begin again: no checkpoint can be kept (${error.message})\n`);
  said = true;
}

/** Goes on from where it was cut short, and leaves a checkpoint now and then, and where it is stopped. */
async function run({ experiment, tensorBoard, retestAlways }: Job, on: Bench): Promise<JobEnd> {
  const events = tensorBoard === undefined ? undefined : new EventFile(tensorBoard, experiment);
  const file = checkpointIn(folder, experiment);
  const from = await file.read();
  const begun = performance.now();
  let reported = 0;
  const sparingly = new Sparingly(KEEP_MS, KEEP_SHARE, begun + KEEP_MS);
  let keeping: Promise<void> = Promise.resolve();
  const keep = (standing: Standing): Promise<void> =>
    sparingly.do(() => file.write(standing).then(() => report({ kind: 'kept' }), sayOnce));
  const result = await trainOne(
    experiment,
    on,
    {
      interrupted: () => stopped,
      onStart: (checkpoint) => events?.begin(checkpoint),
      onEvent: (event) => {
        events?.onEvent(event);
        const now = performance.now();
        if (event.kind === 'checkpoint' && (stopped || sparingly.due)) {
          const seconds = (from?.seconds ?? 0) + (now - begun) / 1000;
          const { checkpoint } = event;
          keeping = keeping.then(() => keep({ checkpoint, seconds }));
        }
        if (event.kind !== 'progress' || now - reported < REPORT_MS) return;
        reported = now;
        report({ kind: 'progress', progress: event.progress });
      },
    },
    from,
    retestAlways,
  );
  await keeping;
  // What is stopped goes on from its checkpoint; what cannot be written the sweep tries again, and says so.
  if (result.outcome.kind !== 'stopped') await events?.end(result);
  return { kind: 'ran', result };
}

async function work(job: Job): Promise<void> {
  const { kind, experiment } = job;
  try {
    bench ??= openBench();
    const on = await bench;
    const end: JobEnd =
      kind === 'run' ? await run(job, on) : { kind: 'measured', measured: await measure(experiment, on) };
    // Images that are drawn from a seed serve that seed's runs only, and a sweep may have many seeds.
    on.library.release([on.engine], new Set([bytesId(experiment.data, experiment.seed)]));
    report(end);
  } catch (error) {
    report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('SIGHUP', () => undefined);
outliveReaders();
process.on('disconnect', () => process.exit());
process.on('message', (order: Order) => {
  if (order.kind === 'stop') stopped = true;
  else void work(order.job);
});
