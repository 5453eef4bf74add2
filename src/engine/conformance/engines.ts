/** Every engine that the conformance suite can open in Node: a new one is one line here. */
import type { ConformanceEngine } from './engineOps.ts';

export interface NodeEngine {
  readonly name: string;
  open(): Promise<ConformanceEngine>;
}

const wasm = () => import('../wasm/conformance.ts');

export const NODE_ENGINES: readonly NodeEngine[] = [
  { name: 'tfjs-cpu', open: async () => (await import('../tfjs/cpu.ts')).openConformance() },
  { name: 'wasm-relaxed', open: async () => (await wasm()).createWasmConformance({ simd: 'relaxed' }) },
  { name: 'wasm-strict', open: async () => (await wasm()).createWasmConformance({ simd: 'strict' }) },
];
