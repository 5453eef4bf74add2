/**
 * What differs between a browser's worker and Node: reading a file beside this one, starting a thread, counting cores.
 * Node's modules are asked for at run time, so that a bundler for the browser never meets them.
 */
import { PartMissing } from '../engine.ts';

interface NodeModules {
  'node:fs/promises': { readFile(path: URL): Promise<Uint8Array<ArrayBuffer>> };
  'node:os': { availableParallelism(): number };
  'node:process': { readonly version: string };
  'node:v8': { setFlagsFromString(flags: string): void };
  'node:worker_threads': { Worker: new (file: URL) => NodeWorker };
}

interface NodeWorker {
  postMessage(message: unknown): void;
  on(event: 'message' | 'error' | 'exit', listener: (value: unknown) => void): void;
  terminate(): Promise<number>;
  unref(): void;
}

declare const process:
  | { getBuiltinModule?<Name extends keyof NodeModules>(name: Name): NodeModules[Name] }
  | undefined;

const builtin = typeof process === 'undefined' ? undefined : process.getBuiltinModule;

/** A thread of ours, wherever it runs. */
export interface Thread {
  post(message: unknown): void;
  terminate(): void;
}

export type KernelBuild = 'relaxed' | 'strict';

/** The bytes of a build of the kernels. */
export async function readKernels(build: KernelBuild): Promise<ArrayBuffer> {
  const url =
    build === 'relaxed'
      ? new URL('./build/relaxed.wasm', import.meta.url)
      : new URL('./build/strict.wasm', import.meta.url);
  if (builtin) {
    const file = await builtin('node:fs/promises').readFile(url);
    return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  }
  const response = await fetch(url).catch((error: unknown) => {
    throw new PartMissing(error instanceof Error ? error.message : String(error), { cause: error });
  });
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status} ${response.statusText}`);
  return response.arrayBuffer();
}

/**
 * Node 20's V8 has relaxed SIMD behind a flag, which takes effect for modules compiled from then on. Later ones have it
 * without, and complain of a flag that is gone.
 */
export function allowRelaxedSimd(): void {
  if (builtin?.('node:process').version.startsWith('v20.'))
    builtin('node:v8').setFlagsFromString('--experimental-wasm-relaxed-simd');
}

/** Why threads of ours may not share memory here. Node's may always; WebKitGTK's pages not even when they are isolated. */
export function whyUnshared(): string | undefined {
  if (builtin !== undefined) return undefined;
  if (globalThis.crossOriginIsolated !== true) return 'the page is not cross-origin isolated';
  return typeof SharedArrayBuffer === 'function' ? undefined : 'this browser lets threads share no memory';
}

/** Whether register tiles have to be narrow: for Node's older V8 (assembly/multiplyTile.ts has the numbers). */
export const narrowTiles = (): boolean => builtin !== undefined;

export const cores = (): number =>
  builtin?.('node:os').availableParallelism() ?? globalThis.navigator.hardwareConcurrency ?? 1;

/** Starts thread.js. `onGone` hears that it ended, and why if it is known. */
export function startThread(onMessage: (message: unknown) => void, onGone: (why: string) => void): Thread {
  if (builtin) {
    const worker = new (builtin('node:worker_threads').Worker)(new URL('./thread.js', import.meta.url));
    worker.on('message', onMessage);
    worker.on('error', (error) => onGone(String(error)));
    worker.on('exit', () => onGone('it ended'));
    // A thread that waits for work is no reason for Node to stay.
    worker.unref();
    return { post: (message) => worker.postMessage(message), terminate: () => void worker.terminate() };
  }
  const worker = new Worker(new URL('./thread.js', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }) => onMessage(data);
  worker.onerror = (event) => onGone(event.message || 'it could not be started');
  return { post: (message) => worker.postMessage(message), terminate: () => worker.terminate() };
}
