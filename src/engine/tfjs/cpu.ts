/** TensorFlow.js on its JavaScript backend, in Node: what create.ts loads. */
import type { EngineResult } from '../engine.ts';
import { openCpu } from './devices/cpu.ts';
import { TfjsEngine } from './engine.ts';

export const open = async (): Promise<EngineResult> => ({ engine: new TfjsEngine(openCpu()) });
