/** What the bench times, wherever it runs: training steps of one experiment, and the machine's multiply-add peak. */
import type { Engine } from '../src/engine/engine.ts';
import { openWasmEngine, type WasmEngine, type WasmEngineOptions } from '../src/engine/wasm/engine.ts';
import type { Shares, Timing } from '../src/engine/wasm/profile.ts';
import { buildNetwork } from '../src/network/build.ts';
import { initialParameters } from '../src/network/parameters.ts';
import { FASHION_MNIST } from '../src/spec/dataSets.ts';
import type { BatchStatistics, Norm, Weights } from '../src/spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../src/spec/fields.ts';

export interface Cell {
  /** Its name or text, and its text. */
  readonly network: string;
  readonly layers: string;
  readonly norm: Norm;
  readonly weights: Weights;
  /** Those of the minibatch if not given. */
  readonly stats?: BatchStatistics;
  readonly batch: number;
}

export type Request =
  | { readonly kind: 'steps'; readonly cell: Cell; readonly threads: number; readonly milliseconds: number }
  /** The same on TensorFlow.js and WebGL; only a browser can. */
  | { readonly kind: 'webgl'; readonly cell: Cell; readonly milliseconds: number }
  | { readonly kind: 'profile'; readonly cell: Cell; readonly threads: number; readonly rounds: number }
  /** Each thread's share of every instruction, one after the other on one thread. */
  | {
      readonly kind: 'shares';
      readonly cell: Cell;
      readonly counts: readonly number[];
      readonly rounds: number;
    }
  | { readonly kind: 'peak' };

export type Answer =
  | { readonly kind: 'steps'; readonly msPerStep: number; readonly way?: string }
  | { readonly kind: 'profile'; readonly timings: readonly Timing[] }
  | { readonly kind: 'shares'; readonly shares: readonly Shares[] }
  | { readonly kind: 'peak'; readonly gflops: number }
  /** It cannot train this cell. */
  | { readonly kind: 'failed'; readonly why: string };

const IMAGES = 1024;
const PIXELS = Uint8Array.from({ length: IMAGES * 784 }, (_, i) => (i * 7919) >>> 3);
const LABELS = Uint8Array.from({ length: IMAGES }, (_, i) => i % 10);
const engines = new Map<string, Promise<WasmEngine>>();

/** One engine a number of threads, kept: only steps are timed. */
function engineOf(options: WasmEngineOptions): Promise<WasmEngine> {
  const key = JSON.stringify(options);
  const known = engines.get(key);
  if (known) return known;
  const opened = openWasmEngine(options).then((result) => {
    if ('unavailable' in result) throw new Error(result.unavailable);
    const { engine } = result;
    engine.putImages('bench', 'train', 0, PIXELS, LABELS);
    return engine;
  });
  engines.set(key, opened);
  return opened;
}

/** Steps for so long, after one that compiles and one that warms up. */
async function timeSteps({
  cell,
  threads,
  milliseconds,
}: Extract<Request, { kind: 'steps' }>): Promise<Answer> {
  const engine = await engineOf({ threads });
  const network = buildNetwork({ ...DEFAULT_EXPERIMENT, ...cell }, FASHION_MNIST);
  const trainer = await engine.createTrainer(network, initialParameters(network), 'bench');
  const indices = Uint32Array.from({ length: cell.batch }, (_, i) => i % IMAGES);
  let steps = 0;
  const step = () => trainer.step(indices, ++steps);
  step();
  step();
  const warm = steps;
  const start = performance.now();
  do step();
  while (performance.now() - start < milliseconds);
  const msPerStep = (performance.now() - start) / (steps - warm);
  trainer.dispose();
  return { kind: 'steps', msPerStep };
}

let webgl: Promise<Engine> | undefined;

async function openWebgl(): Promise<Engine> {
  const { open } = await import('../src/engine/tfjs/devices/webgl.ts');
  const result = await open();
  if ('unavailable' in result) throw new Error(result.unavailable);
  result.engine.putImages('bench', 'train', 0, PIXELS, LABELS);
  return result.engine;
}

/** As timeSteps; each step is waited for, since WebGL takes them faster than it does them. */
async function timeWebgl({ cell, milliseconds }: Extract<Request, { kind: 'webgl' }>): Promise<Answer> {
  webgl ??= openWebgl();
  const engine = await webgl;
  const network = buildNetwork({ ...DEFAULT_EXPERIMENT, ...cell }, FASHION_MNIST);
  const trainer = await engine.createTrainer(network, initialParameters(network), 'bench');
  const indices = Uint32Array.from({ length: cell.batch }, (_, i) => i % IMAGES);
  let steps = 0;
  const step = async () => {
    trainer.step(indices, ++steps);
    await trainer.readMetrics();
  };
  await step();
  const start = performance.now();
  do await step();
  while (performance.now() - start < milliseconds);
  const msPerStep = (performance.now() - start) / (steps - 1);
  trainer.dispose();
  return { kind: 'steps', msPerStep };
}

/** The best of several short runs: what the machine can do, whatever else it was doing. */
async function timePeak(): Promise<Answer> {
  const engine = await engineOf({ threads: 1 });
  const rounds = 200_000;
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 12; i++) {
    const start = performance.now();
    engine.threads.multiplyAddPeak(rounds);
    best = Math.min(best, performance.now() - start);
    // The optimizing compiler's code is taken up between two calls.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { kind: 'peak', gflops: (rounds * 192) / best / 1e6 };
}

async function afterAStep(cell: Cell, threads: number) {
  const engine = await engineOf({ threads });
  const network = buildNetwork({ ...DEFAULT_EXPERIMENT, ...cell }, FASHION_MNIST);
  const trainer = engine.train(network, initialParameters(network), engine.dataSet('bench'));
  const indices = Uint32Array.from({ length: cell.batch }, (_, i) => i % IMAGES);
  trainer.step(indices, 1);
  return trainer;
}

async function timeInstructions({
  cell,
  threads,
  rounds,
}: Extract<Request, { kind: 'profile' }>): Promise<Answer> {
  const trainer = await afterAStep(cell, threads);
  const timings = trainer.profile(rounds);
  trainer.dispose();
  return { kind: 'profile', timings };
}

async function timeShares({ cell, counts, rounds }: Extract<Request, { kind: 'shares' }>): Promise<Answer> {
  const trainer = await afterAStep(cell, Math.max(...counts));
  const shares = trainer.profileShares(rounds, counts);
  trainer.dispose();
  return { kind: 'shares', shares };
}

export function answer(request: Request): Promise<Answer> {
  switch (request.kind) {
    case 'steps':
      return timeSteps(request);
    case 'webgl':
      return timeWebgl(request);
    case 'profile':
      return timeInstructions(request);
    case 'shares':
      return timeShares(request);
    case 'peak':
      return timePeak();
    default:
      return request satisfies never;
  }
}
