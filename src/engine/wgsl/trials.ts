/** The products of a program, each by itself, as a stopwatch sees them. */
import type { Program } from '../program/compile.ts';
import type { Operation } from '../program/operation.ts';
import { single } from '../program/value.ts';
import { Compiled } from './compiled.ts';
import type { Device } from './device.ts';
import { Kernel } from './kernel.ts';
import { lower } from './lower.ts';
import type { Lowering } from './lowering.ts';
import type { State } from './state.ts';
import { type ProductSize, TILINGS } from './tiles.ts';
import type { Trial } from './tuning.ts';

/** What is timed at once takes about so long, within limits. */
const TIMED_MS = 8;
const MOST_TIMES = 16;

const PRODUCTS: readonly Operation['kind'][] = [
  ...(['conv2d', 'conv2d-input-gradient', 'conv2d-filter-gradient'] as const),
  ...(['dense', 'dense-input-gradient', 'dense-kernel-gradient'] as const),
];

/** Of each size one. */
export function trialsOf(device: Device, program: Program, batch: number, state: State): Trial[] {
  const trials = new Map<string, Trial>();
  for (const product of program.operations.filter(({ kind }) => PRODUCTS.includes(kind))) {
    // Of a dense layer the kernel's gradient is not done without the bias's.
    const operations = program.operations.filter(
      (one) =>
        one === product ||
        (product.kind === 'dense-kernel-gradient' &&
          one.kind === 'dense-bias-gradient' &&
          one.layer === product.layer),
    );
    const size = sizeOf(operations, batch);
    const time: Trial['time'] = (name) => timeOf(device, operations, batch, state, TILINGS[name]);
    if (size) trials.set(JSON.stringify(size), { size, time });
  }
  return [...trials.values()];
}

/** What tiles are asked for. */
function sizeOf(operations: readonly Operation[], batch: number): ProductSize | undefined {
  let asked: ProductSize | undefined;
  const lowering: Lowering = {
    ...{ batch, threads: 1, offset: () => 0 },
    kernel: (label) => new Kernel(label, lowering),
    workspace: (_, part, size) => single(part, [size]),
    tiling: (size) => {
      asked = size;
      return TILINGS.shared(size);
    },
  };
  lower({ load: [], operations }, new Set(), lowering);
  return asked;
}

/** It computes what memory holds by chance, in memory of its own. */
async function timeOf(
  device: Device,
  operations: readonly Operation[],
  batch: number,
  state: State,
  tiling: Lowering['tiling'],
): Promise<number> {
  const alone = { load: [], operations, input: single('input', [1]), kept: [] };
  const compiled = await Compiled.make(device, alone, batch, state, tiling);
  const run = async (times: number): Promise<number> => {
    const start = performance.now();
    for (let i = 0; i < times; i++) compiled.run(batch, 1, () => undefined);
    await compiled.takeSums();
    return (performance.now() - start) / times;
  };
  try {
    await run(1);
    const once = await run(1);
    return await run(Math.max(1, Math.min(MOST_TIMES, Math.round(TIMED_MS / once))));
  } finally {
    compiled.dispose();
  }
}
