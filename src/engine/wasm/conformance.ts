/** What this engine opens up for conformance tests: single operations, held to the bounds of what they write. */
import type { ConformanceEngine } from '../conformance/engineOps.ts';
import { conformanceOf, type OpenTrial, type Outliving } from '../conformance/programOps.ts';
import { single } from '../program/value.ts';
import { Compiled, type Outside } from './compiled.ts';
import { openWasmEngine, type WasmEngine, type WasmEngineOptions } from './engine.ts';
import { MARGIN, Margins, planApart } from './margins.ts';

/** What a gradient that an update reads is called here. */
const gradientName = (parameter: string): string => `${parameter}, gradient`;

/** What outlives an operation: arrays by name, held to their bounds. */
class Arrays implements Outside {
  readonly #memory: WasmEngine['memory'];
  readonly #blocks: ReadonlyMap<string, { readonly block: number; readonly length: number }>;
  readonly #margins: Margins;

  constructor(memory: WasmEngine['memory'], { trained, moving, slots }: Outliving) {
    const zeros = Object.entries(trained).flatMap(([name, { length }]) =>
      [gradientName(name), ...slots.map((slot) => `${name}/${slot}`)].map(
        (extra) => [extra, new Float32Array(length)] as const,
      ),
    );
    const values = new Map([...Object.entries(trained), ...Object.entries(moving), ...zeros]);
    this.#memory = memory;
    this.#blocks = new Map(
      [...values].map(([name, { byteLength, length }]) => [
        name,
        { block: memory.allocateZeroed(MARGIN + byteLength + MARGIN), length },
      ]),
    );
    this.#margins = new Margins(
      memory,
      [...values].map(([name, { byteLength }]) => {
        const from = this.address(name);
        return [name, { from, to: from + byteLength }];
      }),
    );
    for (const [name, array] of values) memory.write(this.address(name), array);
  }

  address(name: string): number {
    const found = this.#blocks.get(name);
    if (!found) throw new Error(`there is no ${name}`);
    return found.block + MARGIN;
  }

  gradient(parameter: string): number {
    return this.address(gradientName(parameter));
  }

  read(name: string): Float32Array {
    return this.#memory.read(this.address(name), this.#blocks.get(name)?.length ?? 0);
  }

  check(): void {
    this.#margins.check();
  }

  dispose(): void {
    for (const { block } of this.#blocks.values()) this.#memory.release(block);
  }
}

const openTrial =
  ({ memory, threads }: WasmEngine): OpenTrial =>
  (operations, batch, seen, outliving) => {
    const arrays = new Arrays(memory, outliving);
    const program = { load: [], operations, input: single('input', [1]), kept: seen };
    const compiled = new Compiled(memory, threads, program, batch, arrays, planApart);
    const margins = new Margins(memory, compiled.buffers);
    return {
      fill: (value, data) => compiled.write(value, data, batch),
      async run({ optimizer, t = 1, labels } = {}) {
        if (optimizer) compiled.frame.setCoefficients(optimizer, t);
        if (labels) memory.words.set(labels, compiled.frame.labels >>> 2);
        compiled.run(batch, t);
        margins.check();
        arrays.check();
      },
      read: async (value) => compiled.read(value, batch),
      array: async (name) => arrays.read(name),
      loss: async () => compiled.frame.takeSums().lossSum,
      dispose() {
        compiled.dispose();
        arrays.dispose();
      },
    };
  };

/** @throws Error where the engine is not available */
export const createWasmConformance = async (options: WasmEngineOptions = {}): Promise<ConformanceEngine> =>
  conformanceOf(await openWasmEngine(options), openTrial);
