/** Counts what is asked of WebGPU in Node, whoever asks; for TensorFlow.js the GPU is put where a browser has it. */
import { create, globals } from 'webgpu';

export interface GpuCalls {
  dispatches: number;
  submits: number;
  buffers: number;
  bindGroups: number;
}

export type GpuWork = 'all' | 'little' | 'none';

/** Prototypes, and methods of theirs. */
const COUNTED = [
  ['GPUComputePassEncoder', 'dispatchWorkgroups', 'dispatches'],
  ['GPUQueue', 'submit', 'submits'],
  ['GPUDevice', 'createBuffer', 'buffers'],
  ['GPUDevice', 'createBindGroup', 'bindGroups'],
] as const;

/** Dawn ends the process when what it made is used after this has been collected. */
let gpu: GPU | undefined;

/**
 * @param work of dispatches that is done, all of it or, where only the calls matter, none or a workgroup of each
 * @returns counts of what happens while it works
 */
export async function countGpuCalls(
  work: GpuWork,
  run: (count: (step: () => Promise<unknown>) => Promise<GpuCalls>) => Promise<void>,
): Promise<void> {
  const calls: GpuCalls = { dispatches: 0, submits: 0, buffers: 0, bindGroups: 0 };
  const before = new Map(Object.keys(globals).map((name) => [name, Reflect.get(globalThis, name)]));
  const navigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.assign(globalThis, globals);
  gpu ??= create([]);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  const undo = COUNTED.map(([type, method, counter]) => {
    const prototype = Reflect.get(globals, type).prototype;
    const original = prototype[method];
    prototype[method] = function (...given: unknown[]) {
      calls[counter]++;
      if (counter !== 'dispatches' || work === 'all') return original.apply(this, given);
      return work === 'little' ? original.call(this, 1, 1) : undefined;
    };
    return () => {
      prototype[method] = original;
    };
  });
  try {
    await run(async (step) => {
      const at = { ...calls };
      await step();
      return {
        ...{ dispatches: calls.dispatches - at.dispatches, submits: calls.submits - at.submits },
        ...{ buffers: calls.buffers - at.buffers, bindGroups: calls.bindGroups - at.bindGroups },
      };
    });
  } finally {
    for (const one of undo) one();
    for (const [name, value] of before) Reflect.set(globalThis, name, value);
    if (navigator) Object.defineProperty(globalThis, 'navigator', navigator);
    else Reflect.deleteProperty(globalThis, 'navigator');
  }
}
