/**
 * `npm run train -- --norm batch --batch 2 --epochs 1 --images 2000 --seed 1 --json out.json`: the page's
 * experiments from a terminal, on the CPU engine. Ctrl-C stops after the step under way and still writes the JSON.
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { DataUnavailable } from '../data/dataSet.ts';
import type { Engine } from '../engine/engine.ts';
import { createWasmEngine } from '../engine/wasm/engine.ts';
import { buildNetwork } from '../network/build.ts';
import { initialParameters } from '../network/parameters.ts';
import { type RunFile, toRunFile } from '../results/runFile.ts';
import { runName } from '../spec/describe.ts';
import { type Experiment, expandRepeats } from '../spec/experiment.ts';
import type { CurvePoint, EpochResult, Outcome } from '../training/events.ts';
import { train } from '../training/train.ts';
import { weightsSha256 } from '../training/weightsHash.ts';
import { type Collection, Library } from '../worker/library.ts';
import { DATA_FOLDER, fetchFile } from './files.ts';
import { FIELD_OPTIONS, readCount, readExperiments, readPairs, UsageError } from './options.ts';
import { ProgressBar } from './progressBar.ts';

const OPTIONS = [...FIELD_OPTIONS, 'link', 'threads', 'json'];

async function main(args: readonly string[]): Promise<number> {
  const pairs = readPairs(args, OPTIONS);
  const experiments = readExperiments(pairs).flatMap(expandRepeats);
  const threads = readCount(pairs, 'threads', 1, 64) ?? availableParallelism();
  const bar = new ProgressBar(process.stderr);
  const library = new Library({ baseUrl: DATA_FOLDER, fetch: fetchFile });
  const created = await createWasmEngine({ threads });
  if ('unavailable' in created) throw new Error(created.unavailable);
  const { engine } = created;
  const interrupted = listenForInterrupt();
  const results: RunFile[] = [];
  for (const experiment of experiments) {
    if (interrupted()) break;
    results.push(await trainOne(experiment, engine, threads, library, bar, interrupted));
  }
  engine.dispose();
  const json = pairs.get('json');
  if (json !== undefined) {
    await writeFile(json, `${JSON.stringify(results.length === 1 ? results[0] : results, null, 1)}\n`);
    bar.print(`wrote ${json}`);
  }
  return results.some((result) => result.outcome === 'diverged') ? 1 : interrupted() ? 130 : 0;
}

async function trainOne(
  experiment: Experiment,
  engine: Engine,
  threads: number,
  library: Library,
  bar: ProgressBar,
  interrupted: () => boolean,
): Promise<RunFile> {
  const started = performance.now();
  const collection = await collect(experiment, library);
  const network = buildNetwork(experiment);
  const data = collection.on(engine);
  const trainer = await engine.createTrainer(network, initialParameters(network), collection.data.id);
  const name = runName(experiment);
  const points: CurvePoint[] = [];
  const history: EpochResult[] = [];
  const loop = train({ experiment, trainer, data });
  let outcome: Outcome = { kind: 'stopped' };
  while (!interrupted()) {
    const next = await loop.next();
    if (next.done) {
      outcome = next.value;
      break;
    }
    const event = next.value;
    if (event.kind === 'progress') {
      points.push(...event.points);
      bar.show(name, event.progress, points.at(-1));
    } else if (event.kind === 'epoch') {
      history.push(event.result);
      const { epoch, loss, acc, val_loss, val_acc } = event.result;
      const [l, a, vl, va] = [loss, acc, val_loss, val_acc].map((value) => value.toFixed(4));
      bar.print(`${name} · epoch ${epoch}: loss ${l} · acc ${a} · val_loss ${vl} · val_acc ${va}`);
    }
    // Ctrl-C is heard between two slices.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const hash =
    outcome.kind === 'finished'
      ? outcome.weightsSha256
      : await weightsSha256(network, await trainer.parameters());
  trainer.dispose();
  const seconds = (performance.now() - started) / 1000;
  bar.print(`${name}: ${describe(outcome)} · ${seconds.toFixed(1)} s`);
  return toRunFile({
    name,
    experiment,
    history,
    points,
    outcome,
    engine: engine.description,
    threads,
    seconds,
    weightsSha256: hash ?? null,
  });
}

/** A terminal does not train on other data than asked for: it says what to do instead. */
async function collect(experiment: Experiment, library: Library): Promise<Collection> {
  const collection = await library.collect(experiment, () => undefined);
  if (collection.instead === undefined) return collection;
  throw new DataUnavailable(
    `${collection.instead} Run 'npm run data' first, or train with --data synthetic.`,
  );
}

function describe(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'finished':
      return `test accuracy ${(100 * outcome.test.acc).toFixed(2)} %, test loss ${outcome.test.loss.toFixed(4)}`;
    case 'stopped':
      return 'stopped';
    case 'diverged':
    case 'failed':
      return outcome.message;
    default:
      return outcome satisfies never;
  }
}

/** The first Ctrl-C asks for a clean stop; a second one ends the process at once. */
function listenForInterrupt(): () => boolean {
  let asked = false;
  process.once('SIGINT', () => {
    asked = true;
  });
  return () => asked;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
