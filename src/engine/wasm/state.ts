/**
 * A network's parameters in memory. Trained ones come first, those that a dense layer's update takes care of behind
 * those that the flat update goes over; then moving statistics. Gradients (of the flat part) and optimizer slots lie
 * in the same order, so that one instruction updates them all.
 */
import type { Network } from '../../network/layers.ts';
import { sizeOf } from '../../network/layers.ts';
import { type ParameterSpec, type Parameters, parameterSpecs, slotNames } from '../../network/parameters.ts';
import type { Run } from './lower.ts';
import type { Memory } from './memory.ts';

/** Every array begins on a cache line, and one lies between it and the next: vectors may read past an end. */
const LINE = 64;
const stored = (size: number): number => (Math.ceil((size * 4) / LINE) + 1) * LINE;

export class State {
  readonly #memory: Memory;
  readonly #specs: readonly ParameterSpec[];
  readonly #addresses = new Map<string, number>();
  readonly #gradients: number;
  readonly #slots: readonly string[];
  readonly #start: number;
  readonly #trainedBytes: number;
  readonly #flatBytes: number;
  readonly #blocks: readonly number[];

  constructor(memory: Memory, network: Network, parameters: Parameters) {
    this.#memory = memory;
    this.#specs = parameterSpecs(network);
    this.#slots = slotNames(network.optimizer);
    const fused = new Set(
      network.layers.filter(({ kind }) => kind === 'dense').map(({ name }) => `${name}/kernel`),
    );
    const trained = this.#specs.filter(({ role }) => role === 'trained');
    const flat = trained.filter(({ name }) => !fused.has(name));
    const order = [
      ...flat,
      ...trained.filter(({ name }) => fused.has(name)),
      ...this.#specs.filter(({ role }) => role === 'moving'),
    ];
    const bytesOf = (specs: readonly ParameterSpec[]): number =>
      specs.reduce((sum, { shape }) => sum + stored(sizeOf(shape)), 0);
    this.#trainedBytes = bytesOf(trained);
    this.#flatBytes = bytesOf(flat);
    this.#start = memory.allocateZeroed(bytesOf(order));
    this.#gradients = memory.allocateZeroed(Math.max(this.#flatBytes, LINE));
    const slots = this.#slots.map(() => memory.allocateZeroed(this.#trainedBytes));
    this.#blocks = [this.#start, this.#gradients, ...slots];
    let offset = 0;
    for (const { name, shape, role } of order) {
      this.#addresses.set(name, this.#start + offset);
      if (role === 'trained')
        this.#slots.forEach((slot, i) => {
          this.#addresses.set(`${name}/${slot}`, (slots[i] as number) + offset);
        });
      offset += stored(sizeOf(shape));
    }
    this.write(parameters);
  }

  /** A parameter, or `name/slot`. */
  address(name: string): number {
    const address = this.#addresses.get(name);
    if (address === undefined) throw new Error(`no parameter ${name}`);
    return address;
  }

  gradient(name: string): number {
    return this.#gradients + this.address(name) - this.#start;
  }

  /** Address of a parameter's slot; 0 where the optimizer has fewer. */
  slot(name: string, index: 0 | 1): number {
    const slot = this.#slots[index];
    return slot === undefined ? 0 : this.address(`${name}/${slot}`);
  }

  /** What the flat update goes over: everything that no dense update takes care of. */
  flat(): Run[] {
    if (this.#flatBytes === 0) return [];
    const [, , first = 0, second = 0] = this.#blocks;
    return [
      {
        parameters: this.#start,
        gradients: this.#gradients,
        slots: [first, second],
        count: this.#flatBytes / 4,
      },
    ];
  }

  /** A copy of every array. */
  read(): Map<string, Float32Array> {
    return new Map(
      this.#specs.map(({ name, shape }) => [name, this.#memory.read(this.address(name), sizeOf(shape))]),
    );
  }

  write(parameters: Parameters): void {
    for (const { name, shape } of this.#specs) {
      const values = parameters.get(name);
      if (values?.length !== sizeOf(shape))
        throw new Error(`parameter ${name}: ${values?.length ?? 'no'} values, expected ${sizeOf(shape)}`);
      this.#memory.write(this.address(name), values);
    }
  }

  /** Addresses of the memory that it holds. */
  get blocks(): readonly number[] {
    return this.#blocks;
  }
}
