/**
 * The kernels on one thread or several: this one and `count − 1` that are started once and wait in shared memory for
 * the next program. Only `run` is called a step.
 */
import { EngineLost } from '../engine.ts';
import { Control, Place } from './kernels.ts';
import type { Memory } from './memory.ts';
import { startThread, type Thread } from './platform.ts';

interface Kernels {
  run(control: number, program: number, frame: number, threads: number): void;
  runShare(program: number, frame: number, thread: number, threads: number): void;
  multiplyAddPeak(rounds: number): number;
}

const isKernels = (exports: unknown): exports is Kernels =>
  typeof exports === 'object' && exports !== null && 'run' in exports && 'multiplyAddPeak' in exports;

/** Milliseconds that a thread may take to start. */
const START_TIMEOUT = 10_000;
const MOST_STARTS = 2;

export class Threads {
  readonly count: number;
  /** Whether register tiles have to be narrow here. */
  readonly narrowTiles: boolean;
  readonly lost: Promise<string>;
  readonly #kernels: Kernels;
  readonly #others: readonly Thread[];
  #reason: string | undefined;
  #announce: (reason: string) => void = () => {};

  private constructor(kernels: Kernels, others: readonly Thread[], narrowTiles: boolean) {
    this.narrowTiles = narrowTiles;
    this.#kernels = kernels;
    this.#others = others;
    this.count = others.length + 1;
    this.lost = new Promise((resolve) => {
      this.#announce = resolve;
    });
  }

  /**
   * Where a thread does not start it is tried once more, and then without others, which is slower and gives the same bits.
   * @param note hears why there are fewer
   */
  static async start(
    module: WebAssembly.Module,
    memory: Memory,
    count: number,
    narrowTiles: boolean,
    note: (why: string) => void = () => {},
  ): Promise<Threads> {
    for (let attempt = 1; count > 1 && attempt <= MOST_STARTS; attempt++) {
      try {
        return await Threads.#start(module, memory, count, narrowTiles);
      } catch (error) {
        // One that fails says so to the others.
        const words = new Int32Array(memory.memory.buffer);
        Atomics.store(words, (Place.control >>> 2) + Control.failed, 0);
        if (attempt === MOST_STARTS) note(error instanceof Error ? error.message : String(error));
      }
    }
    return Threads.#start(module, memory, 1, narrowTiles);
  }

  /** @throws when a thread does not start */
  static async #start(
    module: WebAssembly.Module,
    memory: Memory,
    count: number,
    narrowTiles: boolean,
  ): Promise<Threads> {
    const words = new Int32Array(memory.memory.buffer);
    const sleep = (address: number, expected: number, milliseconds: number) =>
      Atomics.wait(words, address >>> 2, expected, milliseconds);
    const imports = { env: { memory: memory.memory }, barrier: { sleep } };
    const { exports } = new WebAssembly.Instance(module, imports);
    if (!isKernels(exports)) throw new Error('the kernels export nothing to run');
    let threads: Threads | undefined;
    const starting = Array.from({ length: count - 1 }, (_, i) =>
      startOther(module, memory, i + 1, (why) => threads?.lose(`CPU thread ${i + 1} stopped: ${why}`)),
    );
    const started = await Promise.allSettled(starting);
    const others = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = started.find((one) => one.status === 'rejected');
    if (failed) {
      for (const thread of others) thread.terminate();
      throw failed.reason;
    }
    threads = new Threads(exports, others, narrowTiles);
    return threads;
  }

  /** Runs a program on all threads. @throws EngineLost when one of them has died */
  run(program: number, frame: number): void {
    if (this.#reason !== undefined) throw new EngineLost(this.#reason);
    try {
      this.#kernels.run(Place.control, program, frame, this.count);
    } catch (error) {
      this.lose(`the CPU engine stopped: ${error instanceof Error ? error.message : error}`);
      throw new EngineLost(this.#reason, { cause: error });
    }
  }

  /** One thread's share of a program that waits for nobody, on this thread: for benchmarks. */
  runShare(program: number, frame: number, thread: number, threads: number): void {
    this.#kernels.runShare(program, frame, thread, threads);
  }

  /** Runs `rounds` of 192 floating-point operations. */
  multiplyAddPeak(rounds: number): number {
    return this.#kernels.multiplyAddPeak(rounds);
  }

  /** Why no program can be run any more. */
  lose(reason: string): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    for (const thread of this.#others) thread.terminate();
    this.#announce(reason);
  }

  /** For tests: what happens when the system takes a thread away. */
  terminateOthers(): void {
    for (const thread of this.#others) thread.terminate();
  }

  dispose(): void {
    this.#reason ??= 'the CPU engine was disposed of';
    for (const thread of this.#others) thread.terminate();
  }
}

function startOther(
  module: WebAssembly.Module,
  memory: Memory,
  index: number,
  onGone: (why: string) => void,
): Promise<Thread> {
  return new Promise((resolve, reject) => {
    // One that is late would do the work of the thread in its place once more.
    const giveUp = (why: string): void => {
      thread.terminate();
      reject(new Error(`CPU thread ${index}${why}`));
    };
    const timer = setTimeout(giveUp, START_TIMEOUT, ' did not start');
    const gone = (why: string): void => {
      clearTimeout(timer);
      giveUp(`: ${why}`);
      onGone(why);
    };
    const thread = startThread((message) => {
      if (typeof message !== 'object' || message === null || !('kind' in message)) return;
      if (message.kind === 'failed') gone('why' in message ? String(message.why) : 'it failed');
      if (message.kind !== 'ready') return;
      clearTimeout(timer);
      resolve(thread);
    }, gone);
    const { passed, failed } = Control;
    thread.post({ module, memory: memory.memory, control: Place.control, passed, failed, thread: index });
  });
}
