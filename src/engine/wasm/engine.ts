/**
 * The CPU engine: WebAssembly kernels (assembly/), one call a step, the same bits on any number of threads. Everything
 * lives in one memory: data sets as bytes, states, workspaces, programs.
 */
import type { Network } from '../../network/layers.ts';
import type { Parameters } from '../../network/parameters.ts';
import { type EngineResult, PartMissing } from '../engine.ts';
import { OwnEngine } from '../ownEngine.ts';
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

/** Of more, bench:scaling says, less than half the time goes to a step of a small batch. */
const MAX_THREADS = 16;

/** The first build that this machine can run, with the same bits as on others. */
async function chooseKernels(
  builds: readonly KernelBuild[],
): Promise<{ build: KernelBuild; bytes: ArrayBuffer; note: string } | undefined> {
  let note = '';
  for (const build of builds) {
    if (build === 'relaxed') allowRelaxedSimd();
    if (build === 'relaxed' && !fusesMultiplyAdd()) continue;
    const bytes = await readKernels(build);
    if (WebAssembly.validate(bytes)) return { build, bytes, note };
    // A machine without it has not come here.
    if (build === 'relaxed')
      note = ' (the relaxed build arrived damaged, this one rounds otherwise: reload the page)';
  }
  return undefined;
}

export class WasmEngine extends OwnEngine<StoredImages, WasmTrainer> {
  readonly kind = 'wasm';
  readonly software = false;
  readonly description: string;
  readonly lost: Promise<string>;
  readonly memory: Memory;
  readonly threads: Threads;

  constructor(memory: Memory, threads: Threads, description: string) {
    super();
    this.memory = memory;
    this.threads = threads;
    this.lost = threads.lost;
    this.description = description;
  }

  protected newImages(): StoredImages {
    return new StoredImages(this.memory);
  }

  protected newTrainer(
    network: Network,
    parameters: Parameters,
    data: StoredImages | undefined,
    onDispose: (trainer: WasmTrainer) => void,
  ): WasmTrainer {
    return this.memory.allOrNothing(
      () => new WasmTrainer(this.memory, this.threads, network, parameters, data, onDispose),
    );
  }

  protected close(): void {
    this.threads.dispose();
  }
}

/**
 * Of the numbers. Runs of another version differ in rounding, as those of another engine do: the first one's convolutions
 * of the reference and the small CNN went another way, the second one's bands of rows were summed in another order.
 */
const VERSION = 'v3';

/** What a person reads of it, such as 'CPU (WASM relaxed SIMD, v3) · 2 threads'. */
function describe(build: KernelBuild, threads: number, note: string): string {
  const simd = build === 'relaxed' ? 'WASM relaxed SIMD' : 'WASM SIMD';
  return `CPU (${simd}, ${VERSION}) · ${threads} ${threads === 1 ? 'thread' : 'threads'}${note}`;
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
    let note = count < wanted ? ` (${unshared})` : '';
    const memory = new Memory();
    // At once, which takes milliseconds: by a promise Firefox 153 under load has not come to the threads' start, twice.
    const module = new WebAssembly.Module(kernels.bytes);
    const narrow = options.tiles ? options.tiles === 'narrow' : narrowTiles();
    const threads = await Threads.start(module, memory, count, narrow, (why) => {
      note = ` (${why})`;
    });
    const description = describe(kernels.build, threads.count, kernels.note + note);
    return { engine: new WasmEngine(memory, threads, description) };
  } catch (error) {
    if (error instanceof PartMissing) throw error;
    return { unavailable: `the CPU engine did not start: ${error instanceof Error ? error.message : error}` };
  }
}
