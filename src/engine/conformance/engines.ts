/** Every engine that the conformance suite can open in Node: a new one is one line here. */
import type { ConformanceEngine } from './engineOps.ts';

export interface NodeEngine {
  readonly name: string;
  open(): Promise<ConformanceEngine>;
}

export const NODE_ENGINES: readonly NodeEngine[] = [
  { name: 'tfjs-cpu', open: async () => (await import('../tfjs/cpu.ts')).openConformance() },
];
