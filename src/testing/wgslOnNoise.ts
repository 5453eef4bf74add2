/** The compiled WebGPU engine with a few images of noise, and small networks to train on them. */
import { createHash } from 'node:crypto';
import type { WgslEngine } from '../engine/wgsl/engine.ts';
import { type OpenOptions, openWgslEngine } from '../engine/wgsl/open.ts';
import { buildNetwork } from '../network/build.ts';
import { FASHION_MNIST } from '../spec/dataSets.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';

export const IMAGES = 12;
const PIXELS = Uint8Array.from({ length: IMAGES * 784 }, (_, i) => (i * 89) & 255);
const LABELS = Uint8Array.from({ length: IMAGES }, (_, i) => i % 10);

/** With the images as the data set `noise`. */
export async function open(options?: OpenOptions): Promise<WgslEngine> {
  const opened = await openWgslEngine(options);
  if ('unavailable' in opened) throw new Error(opened.unavailable);
  opened.engine.putImages('noise', 'train', 0, PIXELS, LABELS);
  return opened.engine;
}

export const networkOf = (settings: Partial<Experiment> = {}) =>
  buildNetwork({ ...DEFAULT_EXPERIMENT, network: 'pool pool dense16', ...settings }, FASHION_MNIST);

export const rows = (...indices: number[]) => Uint32Array.from(indices);

export function hashOf(parameters: ReadonlyMap<string, Float32Array>): string {
  const hash = createHash('sha256');
  for (const values of parameters.values()) hash.update(values);
  return hash.digest('hex');
}
