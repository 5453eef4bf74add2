/** What this engine opens up for conformance tests. */
import { sizeOf } from '../../network/layers.ts';
import type { ConformanceEngine } from '../conformance/engineOps.ts';
import { conformanceOf, type OpenTrial } from '../conformance/programOps.ts';
import { coefficientsAt } from '../program/coefficients.ts';
import { single } from '../program/value.ts';
import { Compiled, type List } from './compiled.ts';
import type { WgslEngine } from './engine.ts';
import { type OpenOptions, openWgslEngine } from './open.ts';
import { State } from './state.ts';

const openTrial =
  ({ device }: WgslEngine): OpenTrial =>
  (operations, batch, seen, { trained, moving, slots }) => {
    const arrays = { trained, moving };
    const specs = (['trained', 'moving'] as const).flatMap((role) =>
      Object.entries(arrays[role]).map(([name, { length }]) => ({ name, role, shape: [length] })),
    );
    const state = new State(device, specs, slots);
    state.write(new Map([...Object.entries(trained), ...Object.entries(moving)]));
    const program = { load: [], operations, input: single('input', [1]), kept: seen };
    const compiled = new Compiled(device, program, batch, state);
    return {
      fill: (value, data) => compiled.write(value, data),
      async run({ optimizer, t = 1, labels } = {}) {
        const list: List = (_, into) => {
          if (labels) into.set(labels);
          return undefined;
        };
        compiled.run(batch, t, list, optimizer && coefficientsAt(optimizer, t));
        compiled.flush();
      },
      async read(value) {
        const [values = new Float32Array(sizeOf(value.shape))] = await compiled.read([value], batch);
        return values;
      },
      array: async (name) => (await state.read()).get(name) ?? new Float32Array(),
      loss: async () => (await compiled.takeSums()).lossSum,
      dispose() {
        compiled.dispose();
        state.dispose();
      },
    };
  };

/** @throws Error where the engine is not available */
export const createWgslConformance = async (options: OpenOptions = {}): Promise<ConformanceEngine> =>
  conformanceOf(await openWgslEngine(options), openTrial);
