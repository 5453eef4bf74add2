/** TensorFlow.js on its JavaScript backend for the conformance suite in Node. */
import type { ConformanceEngine } from '../conformance/engineOps.ts';
import { tfjsConformance } from './conformance.ts';
import { openCpu } from './devices/cpu.ts';

export const openConformance = async (): Promise<ConformanceEngine> => tfjsConformance(openCpu());
