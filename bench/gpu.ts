/**
 * `npm run bench:gpu`: a training step of the compiled WebGPU engine beside TensorFlow.js on WebGPU, both in Node on the
 * GPU that the package `webgpu` finds, in turns; what a step asks of WebGPU; and what recording and submitting it costs
 * the thread that does it.
 *
 *   --network reference-cnn --norm batch,group --weights plain,standardized --batch 2 --rounds 3 --steps 1 --only compiled,tfjs,calls,encode
 *
 * `--software`: a processor that plays a GPU, which comes with Chromium, for machines that have none.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { softwareGpu } from '../scripts/softwareGpu.mjs';
import type { Engine, EngineResult, Trainer } from '../src/engine/engine.ts';
import { open as openTfjs } from '../src/engine/tfjs/devices/webgpu.ts';
import { open as openCompiled } from '../src/engine/wgsl/open.ts';
import { initialParameters } from '../src/network/parameters.ts';
import { countGpuCalls } from '../src/testing/gpuCalls.ts';
import { networkOf, readCells } from './cells.mjs';
import type { Cell } from './measure.ts';

const { values } = parseArgs({
  options: {
    network: { type: 'string', default: 'reference-cnn' },
    norm: { type: 'string', default: 'batch,group' },
    weights: { type: 'string' },
    batch: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    steps: { type: 'string', default: '1' },
    only: { type: 'string', default: 'compiled,tfjs,calls,encode' },
    software: { type: 'boolean', default: false },
  },
});
// Read when the first GPU is asked for.
if (values.software) Object.assign(process.env, await softwareGpu());
const only = new Set(values.only.split(','));
const steps = Number(values.steps);

const OPEN = { compiled: openCompiled, tfjs: openTfjs } as const;
type Name = keyof typeof OPEN;
const NAMES = (Object.keys(OPEN) as Name[]).filter((name) => only.has(name));

const IMAGES = 1024;
const PIXELS = Uint8Array.from({ length: IMAGES * 784 }, (_, i) => (i * 7919) >>> 3);
const LABELS = Uint8Array.from({ length: IMAGES }, (_, i) => i % 10);
const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[all.length >> 1] ?? NaN;
const titleOf = ({ norm, weights, batch }: Cell): string => `${norm}, ${weights}, batch ${batch}`;

async function opened(open: () => Promise<EngineResult>): Promise<Engine> {
  const result = await open();
  if ('unavailable' in result) throw new Error(result.unavailable);
  result.engine.putImages('bench', 'train', 0, PIXELS, LABELS);
  return result.engine;
}

/** Trains step after step, and waits where it is told to. */
class Steps {
  readonly #trainer: Trainer;
  readonly #indices: Uint32Array;
  #t = 0;

  private constructor(trainer: Trainer, batch: number) {
    this.#trainer = trainer;
    this.#indices = Uint32Array.from({ length: batch }, (_, i) => i % IMAGES);
  }

  /** Of an engine, with its kernels compiled. */
  static async of(engine: Engine, cell: Cell): Promise<Steps> {
    const network = networkOf(cell);
    const trainer = await engine.createTrainer(network, initialParameters(network), 'bench', cell.batch);
    const all = new Steps(trainer, cell.batch);
    all.go(1);
    await all.done();
    return all;
  }

  go(count: number): void {
    for (let i = 0; i < count; i++) this.#trainer.step(this.#indices, ++this.#t);
  }

  async done(): Promise<void> {
    await this.#trainer.readMetrics();
  }

  dispose(): void {
    this.#trainer.dispose();
  }
}

/** Milliseconds that this thread has worked; what else the machine does is not in them. Linux knows. */
function worked(): number {
  const file = `/proc/self/task/${process.pid}/schedstat`;
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e6 : performance.now();
}

/** Milliseconds that all other threads have: where a processor plays the GPU, its own work, whatever else the machine does. */
function workedElsewhere(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 - worked();
}

/** Milliseconds a step of each, in turns. */
async function timeSteps(cell: Cell): Promise<string> {
  const ms = new Map<Name, number[]>(NAMES.map((name) => [name, []]));
  const gpuMs = new Map<Name, number[]>(NAMES.map((name) => [name, []]));
  const all: { readonly name: Name; readonly engine: Engine; readonly training: Steps }[] = [];
  // Kernels are compiled without being run: on a processor a step may take a minute.
  await countGpuCalls('none', async () => {
    for (const name of NAMES) {
      const engine = await opened(OPEN[name]);
      all.push({ name, engine, training: await Steps.of(engine, cell) });
    }
  });
  await countGpuCalls('all', async () => {
    for (let round = 0; round < Number(values.rounds); round++)
      for (const { name, training } of all) {
        const [start, before] = [performance.now(), workedElsewhere()];
        training.go(steps);
        await training.done();
        ms.get(name)?.push((performance.now() - start) / steps);
        gpuMs.get(name)?.push((workedElsewhere() - before) / steps);
      }
    for (const { engine } of all) engine.dispose();
  });
  const ratio = (of: ReadonlyMap<Name, number[]>): string => {
    const [ours = [], theirs = []] = NAMES.map((name) => of.get(name) ?? []);
    return theirs.length > 0
      ? `, ratio ${median(ours.map((own, i) => (theirs[i] ?? NaN) / own)).toFixed(1)}`
      : '';
  };
  const words = (of: ReadonlyMap<Name, number[]>): string =>
    `${NAMES.map((name) => `${name} ${median(of.get(name) ?? []).toFixed(0)} ms`).join(', ')}${ratio(of)}`;
  return `a step: ${words(ms)}; of a software GPU's own work: ${words(gpuMs)}`;
}

/** What each asks of WebGPU in a step, of many with one read at the end. */
async function countCalls(cell: Cell): Promise<string[]> {
  const lines: string[] = [];
  const many = 16;
  for (const name of NAMES)
    await countGpuCalls('none', async (count) => {
      const engine = await opened(OPEN[name]);
      const training = await Steps.of(engine, cell);
      const calls = await count(async () => {
        training.go(many);
        await training.done();
      });
      const each = Object.entries(calls).map(([what, n]) => `${(n / many).toFixed(1)} ${what}`);
      lines.push(`${name}: ${each.join(', ')} a step`);
      engine.dispose();
    });
  return lines;
}

/**
 * Milliseconds a step that recording and submitting keep this thread busy for, with kernels of one workgroup each: so the
 * GPU is done soon, and as many steps go in one submit as do on a fast one.
 */
async function timeRecording(cell: Cell): Promise<string> {
  const ms: number[] = [];
  const together = 8;
  let submits = 0;
  await countGpuCalls('little', async (count) => {
    const engine = await opened(openCompiled);
    const training = await Steps.of(engine, cell);
    for (let round = 0; round < 12; round++) {
      let busy = 0;
      const calls = await count(async () => {
        const before = worked();
        training.go(together);
        busy = worked() - before;
        await training.done();
      });
      if (round >= 2) ms.push(busy / together);
      submits = calls.submits - 1;
    }
    engine.dispose();
  });
  return `recording and submitting ${median(ms).toFixed(2)} ms a step (${Math.min(...ms).toFixed(2)} … ${Math.max(...ms).toFixed(2)}), ${(together / submits).toFixed(0)} steps a submit`;
}

for (const cell of readCells({ ...values, weights: values.weights })) {
  console.log(`${titleOf(cell)}:`);
  if (NAMES.length > 0) console.log(`  ${await timeSteps(cell)}`);
  if (only.has('calls')) for (const line of await countCalls(cell)) console.log(`  ${line}`);
  if (only.has('encode')) console.log(`  ${await timeRecording(cell)}`);
}
process.exit(0);
