/** TensorFlow.js on WebGL: what create.ts loads. */
import type { EngineResult } from '../engine.ts';
import { openWebgl } from './devices/webgl.ts';
import { TfjsEngine } from './engine.ts';

export async function open(): Promise<EngineResult> {
  const opened = openWebgl();
  return 'unavailable' in opened ? opened : { engine: new TfjsEngine(opened) };
}
