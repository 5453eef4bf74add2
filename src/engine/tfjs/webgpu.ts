/** TensorFlow.js on WebGPU: what create.ts loads. */
import type { EngineResult } from '../engine.ts';
import { openWebgpu } from './devices/webgpu.ts';
import { TfjsEngine } from './engine.ts';

export async function open(): Promise<EngineResult> {
  const opened = await openWebgpu();
  return 'unavailable' in opened ? opened : { engine: new TfjsEngine(opened) };
}
