/** Counts what is asked of WebGPU in Node, whoever asks; for TensorFlow.js the GPU is put where a browser has it. */
import { create, globals } from 'webgpu';

export interface GpuCalls {
  dispatches: number;
  submits: number;
  buffers: number;
  bindGroups: number;
}

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
 * @param idle whether dispatches are counted only: what comes out is of no use then, but soon there
 * @returns counts of what happens while it works
 */
export async function countGpuCalls(
  idle: boolean,
  work: (count: (step: () => Promise<unknown>) => Promise<GpuCalls>) => Promise<void>,
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
      return idle && counter === 'dispatches' ? undefined : original.apply(this, given);
    };
    return () => {
      prototype[method] = original;
    };
  });
  try {
    await work(async (step) => {
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
