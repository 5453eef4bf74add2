/**
 * The CPU engine: WebAssembly kernels (assembly/), one call a step, the same bits on any number of threads. Everything
 * lives in one memory: data sets as bytes, states, workspaces, programs.
 */
import type { Network } from '../../network/layers.ts';
import type { Parameters } from '../../network/parameters.ts';
import {
  type BatchTrainer,
  type Engine,
  type EngineResult,
  type LiveBuffers,
  type Split,
  sumOfBuffers,
  type Trainer,
} from '../engine.ts';
import { StoredImages } from './dataSets.ts';
import { Memory } from './memory.ts';
import {
  allowRelaxedSimd,
  cores,
  type KernelBuild,
  narrowTiles,
  readKernels,
  whyUnshared,
} from './platform.ts';
import { fusesMultiplyAdd } from './relaxedSimd.ts';
import { Threads } from './threads.ts';
import { WasmTrainer } from './trainer.ts';

export interface WasmEngineOptions {
  /** Threads, this one included; as many as there are cores, up to eight, unless given. */
  readonly threads?: number;
  /** The build of the kernels; the best that works here unless given. */
  readonly simd?: KernelBuild;
  /** Width of register tiles; what suits this machine unless given. The numbers are the same. */
  readonly tiles?: 'wide' | 'narrow';
}

/** More than this many threads spend their time waiting for each other on a network of this size. */
const MAX_THREADS = 8;

/** The first build that this machine can run, with the same bits as on others. */
async function chooseKernels(
  builds: readonly KernelBuild[],
): Promise<{ build: KernelBuild; bytes: ArrayBuffer } | undefined> {
  for (const build of builds) {
    if (build === 'relaxed') allowRelaxedSimd();
    if (build === 'relaxed' && !(await fusesMultiplyAdd())) continue;
    const bytes = await readKernels(build);
    if (WebAssembly.validate(bytes)) return { build, bytes };
  }
  return undefined;
}

export class WasmEngine implements Engine {
  readonly kind = 'wasm';
  readonly software = false;
  readonly description: string;
  readonly lost: Promise<string>;
  readonly memory: Memory;
  readonly threads: Threads;
  readonly #dataSets = new Map<string, StoredImages>();
  readonly #trainers = new Set<WasmTrainer>();

  constructor(memory: Memory, threads: Threads, description: string) {
    this.memory = memory;
    this.threads = threads;
    this.lost = threads.lost;
    this.description = description;
  }

  putImages(dataSet: string, split: Split, start: number, images: Uint8Array, labels: Uint8Array): void {
    const set = this.#dataSets.get(dataSet) ?? new StoredImages(this.memory);
    this.#dataSets.set(dataSet, set);
    set.put(split, start, images, labels);
  }

  dropImages(dataSet: string): void {
    this.#dataSets.get(dataSet)?.dispose();
    this.#dataSets.delete(dataSet);
  }

  async createTrainer(network: Network, parameters: Parameters, dataSet: string): Promise<Trainer> {
    return this.train(network, parameters, this.dataSet(dataSet));
  }

  dataSet(name: string): StoredImages {
    const data = this.#dataSets.get(name);
    if (!data) throw new Error(`data set ${name} is not in the engine`);
    return data;
  }

  /** A trainer; without a data set it can only be given batches. */
  train(network: Network, parameters: Parameters, data?: StoredImages): BatchTrainer & WasmTrainer {
    const trainer = new WasmTrainer(this.memory, this.threads, network, parameters, data, (gone) =>
      this.#trainers.delete(gone),
    );
    this.#trainers.add(trainer);
    return trainer;
  }

  liveBuffers(): LiveBuffers {
    return sumOfBuffers([...this.#trainers].map((trainer) => trainer.liveBuffers()));
  }

  dispose(): void {
    for (const trainer of this.#trainers) trainer.dispose();
    this.threads.dispose();
  }
}

/** What a person reads of it, such as 'CPU (WASM relaxed SIMD) · 2 threads'. */
function describe(build: KernelBuild, threads: number, note: string): string {
  const simd = build === 'relaxed' ? 'WASM relaxed SIMD' : 'WASM SIMD';
  return `CPU (${simd}) · ${threads} ${threads === 1 ? 'thread' : 'threads'}${note}`;
}

/** The engine that the rest of the project knows. */
export const createWasmEngine = (options: WasmEngineOptions = {}): Promise<EngineResult> =>
  openWasmEngine(options);

/** The engine with what only its own tests and benchmarks see of it. */
export async function openWasmEngine(
  options: WasmEngineOptions = {},
): Promise<{ readonly engine: WasmEngine } | { readonly unavailable: string }> {
  if (typeof WebAssembly === 'undefined') return { unavailable: 'there is no WebAssembly here' };
  try {
    const kernels = await chooseKernels(options.simd ? [options.simd] : ['relaxed', 'strict']);
    if (!kernels)
      return { unavailable: `WebAssembly has no ${options.simd === 'relaxed' ? 'relaxed ' : ''}SIMD here` };
    const wanted = options.threads ?? Math.min(cores(), MAX_THREADS);
    const unshared = whyUnshared();
    const count = unshared === undefined ? wanted : 1;
    const note = count < wanted ? ` (${unshared})` : '';
    const memory = new Memory();
    const module = await WebAssembly.compile(kernels.bytes);
    const narrow = options.tiles ? options.tiles === 'narrow' : narrowTiles();
    const threads = await Threads.start(module, memory, count, narrow);
    return { engine: new WasmEngine(memory, threads, describe(kernels.build, count, note)) };
  } catch (error) {
    return { unavailable: `the CPU engine did not start: ${error instanceof Error ? error.message : error}` };
  }
}
