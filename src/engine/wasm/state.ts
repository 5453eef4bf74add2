/**
 * A network's parameters in memory. Trained ones come first, those whose gradients never go through memory behind those
 * that the flat update goes over; then moving statistics. Gradients (of the flat part) and optimizer slots lie in the
 * same order, so that one instruction updates them all.
 */
import type { Network } from '../../network/layers.ts';
import { sizeOf } from '../../network/layers.ts';
import {
  decays,
  type ParameterSpec,
  type Parameters,
  parameterSpecs,
  slotNames,
} from '../../network/parameters.ts';
import type { Memory } from './memory.ts';

/** Every array begins on a cache line, and one lies between it and the next: vectors may read past an end. */
const LINE = 64;
const stored = (size: number): number => (Math.ceil((size * 4) / LINE) + 1) * LINE;

export class State {
  readonly #memory: Memory;
  readonly #specs: readonly ParameterSpec[];
  readonly #addresses = new Map<string, number>();
  readonly #gradients: number;
  readonly #start: number;
  readonly #blocks: readonly number[];

  /** @param fused trained parameters whose gradients never go through memory */
  constructor(memory: Memory, network: Network, parameters: Parameters, fused: ReadonlySet<string>) {
    this.#memory = memory;
    this.#specs = parameterSpecs(network);
    const slotsOf = slotNames(network.optimizer);
    const trained = this.#specs.filter(({ role }) => role === 'trained');
    const unfused = trained.filter(({ name }) => !fused.has(name));
    // Those that weight decay shrinks side by side.
    const flat = [
      ...unfused.filter(({ name }) => decays(name)),
      ...unfused.filter(({ name }) => !decays(name)),
    ];
    const order = [
      ...flat,
      ...trained.filter(({ name }) => fused.has(name)),
      ...this.#specs.filter(({ role }) => role === 'moving'),
    ];
    const bytesOf = (specs: readonly ParameterSpec[]): number =>
      specs.reduce((sum, { shape }) => sum + stored(sizeOf(shape)), 0);
    this.#start = memory.allocateZeroed(bytesOf(order));
    this.#gradients = memory.allocateZeroed(Math.max(bytesOf(flat), LINE));
    const slots = slotsOf.map(() => memory.allocateZeroed(bytesOf(trained)));
    this.#blocks = [this.#start, this.#gradients, ...slots];
    let offset = 0;
    for (const { name, shape, role } of order) {
      this.#addresses.set(name, this.#start + offset);
      if (role === 'trained')
        slotsOf.forEach((slot, i) => {
          this.#addresses.set(`${name}/${slot}`, (slots[i] as number) + offset);
        });
      offset += stored(sizeOf(shape));
    }
    this.write(parameters);
  }

  /** A parameter, moving statistic or, under `name/slot`, optimizer slot. */
  address(name: string): number {
    const address = this.#addresses.get(name);
    if (address === undefined) throw new Error(`no parameter ${name}`);
    return address;
  }

  gradient(name: string): number {
    return this.#gradients + this.address(name) - this.#start;
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
