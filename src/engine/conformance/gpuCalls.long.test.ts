/** What a step of the reference CNN asks of WebGPU: our compiled engine's beside TensorFlow.js's. */
import { expect, it } from 'vitest';
import { buildNetwork } from '../../network/build.ts';
import { initialParameters } from '../../network/parameters.ts';
import { FASHION_MNIST } from '../../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { countGpuCalls, type GpuCalls } from '../../testing/gpuCalls.ts';
import type { EngineResult } from '../engine.ts';
import { open as openTfjs } from '../tfjs/devices/webgpu.ts';
import { openWgslEngine } from '../wgsl/open.ts';

const STEPS = 20;
const ROWS = Uint32Array.of(0, 1);

/** Of all steps together, once the first is done, with what comes of them read at the end. */
async function callsOf(open: () => Promise<EngineResult>): Promise<GpuCalls[]> {
  const all: GpuCalls[] = [];
  await countGpuCalls('none', async (count) => {
    const opened = await open();
    if ('unavailable' in opened) throw new Error(opened.unavailable);
    const { engine } = opened;
    engine.putImages('blank', 'train', 0, new Uint8Array(2 * 784), new Uint8Array(2));
    for (const [norm, weights] of [
      ['batch', 'plain'],
      ['group', 'standardized'],
    ] as const) {
      const network = buildNetwork({ ...DEFAULT_EXPERIMENT, norm, weights }, FASHION_MNIST);
      const trainer = await engine.createTrainer(network, initialParameters(network), 'blank');
      trainer.step(ROWS, 1);
      await trainer.readMetrics();
      all.push(
        await count(async () => {
          for (let t = 2; t < 2 + STEPS; t++) trainer.step(ROWS, t);
          await trainer.readMetrics();
        }),
      );
      trainer.dispose();
    }
    engine.dispose();
  });
  return all;
}

/** TensorFlow.js's kernels take long to compile on a processor. */
const PATIENCE_MS = 200_000;

it(
  'a step asks for a third of what it does of TensorFlow.js, makes nothing and is one submit at most',
  async () => {
    // On a busy machine a step may take so long that it goes in pieces.
    const ours = await callsOf(() => openWgslEngine({ longestSubmitMs: Number.POSITIVE_INFINITY }));
    const theirs = await callsOf(openTfjs);
    ours.forEach(({ dispatches, submits, buffers, bindGroups }, i) => {
      expect(dispatches / STEPS).toBeLessThanOrEqual(60);
      expect({ buffers, bindGroups }).toEqual({ buffers: 0, bindGroups: 0 });
      // And one for reading.
      expect(submits).toBeLessThanOrEqual(STEPS + 1);
      const other = theirs[i];
      expect(other?.dispatches).toBeGreaterThan(3 * dispatches);
      expect(other?.submits).toBeGreaterThan(10 * submits);
    });
  },
  PATIENCE_MS,
);
