/** TensorFlow.js on WebGPU: what create.ts loads. */
import type { EngineResult } from '../engine.ts';
import { openWebgpu } from './devices/webgpu.ts';
import { TfjsEngine } from './engine.ts';

export async function open(realOnly = false): Promise<EngineResult> {
  const opened = await openWebgpu(realOnly);
  return 'unavailable' in opened ? opened : { engine: new TfjsEngine(opened) };
}
