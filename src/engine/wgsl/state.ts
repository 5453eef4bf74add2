/**
 * What outlives a step, in one buffer: trained parameters, then moving statistics, then each slot of the optimizer for all
 * trained parameters, in their order. Gradients lie in a program's own memory, in that order too.
 */
import { type Network, sizeOf } from '../../network/layers.ts';
import { type ParameterSpec, type Parameters, parameterSpecs, slotNames } from '../../network/parameters.ts';
import { ALIGNMENT, alignUp, type Device, Usage } from './device.ts';

const STRIDE = ALIGNMENT / 4;
/** Numbers that an array takes up. */
export const stored = (size: number): number => Math.ceil(size / STRIDE) * STRIDE;

export type StateArray = Pick<ParameterSpec, 'name' | 'shape' | 'role'>;

export class State {
  readonly buffer: GPUBuffer;
  /** Numbers that the gradients of all trained parameters take up. */
  readonly trained: number;
  readonly #device: Device;
  readonly #specs: readonly StateArray[];
  readonly #offsets = new Map<string, number>();
  readonly #size: number;

  constructor(device: Device, specs: readonly StateArray[], slots: readonly string[]) {
    this.#device = device;
    this.#specs = specs;
    let at = 0;
    const place = (role: ParameterSpec['role'], suffix = '') => {
      for (const { name, shape, role: own } of specs) {
        if (own !== role) continue;
        this.#offsets.set(`${name}${suffix}`, at);
        at += stored(sizeOf(shape));
      }
    };
    place('trained');
    this.trained = at;
    place('moving');
    for (const slot of slots) place('trained', `/${slot}`);
    this.#size = at;
    const usage = Usage.storage | Usage.copySource | Usage.copyDestination;
    this.buffer = device.buffer(at * 4, usage, 'the parameters');
  }

  static of(device: Device, network: Network, parameters: Parameters): State {
    const state = new State(device, parameterSpecs(network), slotNames(network.optimizer));
    state.write(parameters);
    return state;
  }

  get bytes(): number {
    return alignUp(this.#size * 4);
  }

  /** Where an array begins, in numbers. */
  offset(name: string): number {
    const offset = this.#offsets.get(name);
    if (offset === undefined) throw new Error(`no parameter ${name}`);
    return offset;
  }

  /** Where the gradient of a trained parameter begins among those; undefined for anything else. */
  gradientOffset(name: string): number | undefined {
    const offset = this.#offsets.get(name);
    return offset !== undefined && offset < this.trained ? offset : undefined;
  }

  /** @throws Error for an array that is missing or of another size */
  write(parameters: Parameters): void {
    const values = new Float32Array(this.#size);
    for (const { name, shape } of this.#specs) {
      const given = parameters.get(name);
      if (given?.length !== sizeOf(shape))
        throw new Error(`parameter ${name}: ${given?.length ?? 'no'} values, expected ${sizeOf(shape)}`);
      values.set(given, this.offset(name));
    }
    this.#device.gpu.queue.writeBuffer(this.buffer, 0, values);
  }

  /** A copy of every array. @param expected milliseconds until they are as they will be */
  async read(expected = 0): Promise<Map<string, Float32Array>> {
    const all = { buffer: this.buffer, offset: 0, size: this.#size * 4 };
    const { copies } = await this.#device.read([all], expected);
    const values = new Float32Array(copies[0] ?? new ArrayBuffer(0));
    return new Map(
      this.#specs.map(({ name, shape }) => {
        const at = this.offset(name);
        return [name, values.slice(at, at + sizeOf(shape))];
      }),
    );
  }

  dispose(): void {
    this.buffer.destroy();
  }
}
