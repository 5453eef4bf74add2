/** Every engine that the conformance suite can open in Node: a new one is one line here. */
import type { ConformanceEngine } from './engineOps.ts';

export interface NodeEngine {
  readonly name: string;
  /** Numbers of threads that it can be opened with. */
  readonly threads: readonly number[];
  /** Whether its kernels take long to compile, so that suites of many networks run on it in `npm run test:long` alone. */
  readonly slow?: true;
  /** @param threads as many as suit this machine unless given */
  open(threads?: number): Promise<ConformanceEngine>;
}

async function openWasm(simd: 'relaxed' | 'strict', threads: number | undefined): Promise<ConformanceEngine> {
  const { createWasmConformance } = await import('../wasm/conformance.ts');
  return createWasmConformance({ simd, ...(threads === undefined ? {} : { threads }) });
}

async function openWgsl(): Promise<ConformanceEngine> {
  const { createWgslConformance } = await import('../wgsl/conformance.ts');
  return createWgslConformance();
}

export const NODE_ENGINES: readonly NodeEngine[] = [
  {
    name: 'tfjs-cpu',
    threads: [1],
    open: async () => (await import('../tfjs/conformanceCpu.ts')).openConformance(),
  },
  { name: 'wasm-relaxed', threads: [1, 2], open: (threads) => openWasm('relaxed', threads) },
  { name: 'wasm-strict', threads: [1, 2], open: (threads) => openWasm('strict', threads) },
  { name: 'wgsl', threads: [1], slow: true, open: openWgsl },
];

/** Those for suites of many networks. */
export const suiteEngines = (long: boolean): readonly NodeEngine[] =>
  NODE_ENGINES.filter(({ slow = false }) => slow === long);
