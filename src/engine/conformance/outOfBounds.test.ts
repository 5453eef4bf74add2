/** Kernels that are made to write one value too far: golden and generated cases must fail on them, and say where. */
import { afterEach, expect, it, vi } from 'vitest';
import { createWasmConformance } from '../wasm/conformance.ts';
import { WasmEngine } from '../wasm/engine.ts';
import * as kernels from '../wasm/kernels.ts';
import { Margins } from '../wasm/margins.ts';
import { parseCase } from './cases.ts';
import { runCase } from './runCase.ts';

afterEach(() => vi.restoreAllMocks());

async function opened() {
  const conformance = await createWasmConformance({ threads: 1 });
  const { engine } = conformance;
  if (!(engine instanceof WasmEngine)) throw new Error('the CPU engine is a WasmEngine');
  return { conformance, engine };
}

/** Has each step work on one image more than its buffers hold. */
function overrun({ threads, memory }: WasmEngine): void {
  const run = threads.run.bind(threads);
  vi.spyOn(threads, 'run').mockImplementation((start, frame) => {
    const batch = (frame >>> 2) + kernels.Frame.batch;
    memory.words[batch] = (memory.words[batch] ?? 0) + 1;
    run(start, frame);
  });
}

const array = (shape: number[]) => ({ shape, data: Array<number>(shape.reduce((a, b) => a * b, 1)).fill(0) });

/** Images whose result is one float. */
const LINEAR = { bias: array([1]), dbias: array([1]) };
const CASES = [
  {
    ...{ op: 'norm', kind: 'layer', epsilon: 1e-5, gamma: array([1]), beta: array([1]) },
    ...{ x: array([3, 1, 1, 1]), dy: array([3, 1, 1, 1]), y: array([3, 1, 1, 1]), dx: array([3, 1, 1, 1]) },
    ...{ dgamma: array([1]), dbeta: array([1]) },
  },
  {
    ...{ op: 'conv2d', ...LINEAR, kernel: array([1, 1, 1, 1]), dkernel: array([1, 1, 1, 1]) },
    ...{ x: array([3, 1, 1, 1]), dy: array([3, 1, 1, 1]), y: array([3, 1, 1, 1]), dx: array([3, 1, 1, 1]) },
  },
  {
    ...{ op: 'dense', ...LINEAR, kernel: array([1, 1]), dkernel: array([1, 1]) },
    ...{ x: array([3, 1]), dy: array([3, 1]), y: array([3, 1]), dx: array([3, 1]) },
  },
  {
    ...{ op: 'maxpool2', x: array([3, 2, 2, 1]), dx: array([3, 2, 2, 1]) },
    ...{ y: array([3, 1, 1, 1]), dy: array([3, 1, 1, 1]) },
  },
].map((golden) => parseCase(golden.op, { name: golden.op, ...golden }));

it.each(CASES)('one float too far fails: $op', async (golden) => {
  const { conformance, engine } = await opened();
  expect((await runCase(golden, conformance)).length).toBeGreaterThan(0);
  overrun(engine);
  await expect(runCase(golden, conformance)).rejects.toThrow(
    /a kernel wrote out of bounds,.* after y( and|$)/,
  );
  conformance.dispose();
});

it('a float more or less on either side shows, even where it is a copy of a sentinel', async () => {
  const { conformance, engine } = await opened();
  const { memory } = engine;
  const block = memory.allocate(512);
  const ranges = [
    ['a', { from: block + 64, to: block + 92 }],
    ['b', { from: block + 256, to: block + 292 }],
  ] as const;
  const after = (write: (words: Int32Array) => void) => {
    const margins = new Margins(memory, ranges);
    write(memory.words);
    return () => margins.check();
  };
  const [from, to, other] = [(block + 64) >>> 2, (block + 92) >>> 2, (block + 292) >>> 2];
  expect(after((words) => words.fill(7, from, to))).not.toThrow();
  expect(after((words) => words.fill(7, from, to + 1))).toThrow('out of bounds, after a');
  expect(after((words) => words.fill(7, from - 1, to))).toThrow('out of bounds, before a');
  expect(after((words) => words.copyWithin(other, to, to + 1))).toThrow('out of bounds, after b');
  memory.release(block);
  conformance.dispose();
});
