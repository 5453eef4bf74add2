/** TensorFlow.js on its JavaScript backend, in Node: what create.ts and the conformance suite load. */
import type { ConformanceEngine } from '../conformance/engineOps.ts';
import type { EngineResult } from '../engine.ts';
import { tfjsConformance } from './conformance.ts';
import { openCpu } from './devices/cpu.ts';
import { TfjsEngine } from './engine.ts';

export const open = async (): Promise<EngineResult> => ({ engine: new TfjsEngine(openCpu()) });

export const openConformance = async (): Promise<ConformanceEngine> => tfjsConformance(openCpu());
