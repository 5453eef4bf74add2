/**
 * The backward pass of a forward pass, from its last operation to its first. The gradient of a value that is read more
 * than once is the sum of what comes back from each of its readers. Nothing is formed that no parameter needs.
 */
import type { Conv2d, Dense, Norm, NormInference, Operation } from './operation.ts';
import { readsOf, writesOf } from './operation.ts';
import type { Value } from './value.ts';

export interface BackwardPass {
  readonly operations: readonly Operation[];
  /** The gradient of every parameter that the logits depend on, by its name. */
  readonly gradients: ReadonlyMap<string, Value>;
}

export function backward(forward: readonly Operation[], logits: Value, dlogits: Value): BackwardPass {
  const pass = new Backward(forward);
  pass.receive(logits, dlogits);
  for (const operation of forward.toReversed()) pass.undo(operation);
  return { operations: pass.operations, gradients: pass.parameterGradients() };
}

/** The gradient of a value, by convention of its name. */
export const gradientOf = (value: Value): Value => ({
  ...value,
  role: 'temporary',
  name: `${value.name}/gradient`,
});

const endsInRelu = (operation: Operation | undefined): boolean =>
  operation?.kind === 'relu' || (operation !== undefined && 'relu' in operation && operation.relu);

/** What a norm normalized with: measured and kept for the gradient, or moving averages. */
function statisticsOf(operation: Norm | NormInference): Record<string, Value> {
  const kept = Object.entries(operation.writes).filter(
    ([, { role, name }]) => role === 'temporary' && name !== operation.writes.y.name,
  );
  const movingMean = operation.kind === 'norm-inference' ? operation.reads.movingMean : undefined;
  return { ...(movingMean && { mean: movingMean }), ...Object.fromEntries(kept) };
}

/** Whether x has no part in the statistics that it is normalized with, as far as the gradient goes. */
const isFixed = ({ kind, norm }: Norm | NormInference): boolean =>
  kind === 'norm-inference' || norm.estimated === true;

class Backward {
  readonly operations: Operation[] = [];
  /** What came back so far, by value. */
  readonly #parts = new Map<string, Value[]>();
  /** Parameters, and values that depend on one. */
  readonly #needed = new Map<string, Value>();
  readonly #readers = new Map<string, number>();
  readonly #producers = new Map<string, Operation>();
  /** ReLU outputs whose gradient is already that of what went in. */
  readonly #masked = new Set<string>();

  constructor(forward: readonly Operation[]) {
    for (const operation of forward) {
      const reads = readsOf(operation);
      for (const value of reads) {
        this.#readers.set(value.name, (this.#readers.get(value.name) ?? 0) + 1);
        if (value.role === 'parameter') this.#needed.set(value.name, value);
      }
      const needed = reads.some(({ name }) => this.#needed.has(name));
      for (const value of writesOf(operation)) {
        this.#producers.set(value.name, operation);
        if (needed) this.#needed.set(value.name, value);
      }
    }
  }

  receive(value: Value, gradient: Value): void {
    this.#parts.set(value.name, [...(this.#parts.get(value.name) ?? []), gradient]);
  }

  parameterGradients(): Map<string, Value> {
    const gradients = new Map<string, Value>();
    for (const [name, value] of this.#needed) {
      const gradient = value.role === 'parameter' ? this.#total(value, name) : undefined;
      if (gradient) gradients.set(name, gradient);
    }
    return gradients;
  }

  /** The operations that take the gradient of what an operation wrote to what it read. */
  undo(operation: Operation): void {
    const { kind, layer } = operation;
    switch (kind) {
      case 'conv2d': {
        const dy = this.#beforeRelu(operation);
        if (!dy) return;
        const { stride, reads } = operation;
        const { x, kernel, bias } = reads;
        if (this.#needed.has(x.name))
          this.#emit({
            kind: 'conv2d-input-gradient',
            layer,
            stride,
            reads: { dy, kernel },
            writes: { dx: this.#part(x) },
          });
        this.#emit({
          ...{ kind: 'conv2d-filter-gradient', layer, stride, reads: { x, dy } },
          writes: { dkernel: this.#part(kernel), dbias: this.#part(bias) },
        });
        return;
      }
      case 'standardize': {
        const { kernel } = operation.reads;
        const { standardized, deviation } = operation.writes;
        const gradient = this.#total(standardized, layer);
        if (!gradient) return;
        this.#emit({
          ...{ kind: 'standardize-gradient', layer, epsilon: operation.epsilon },
          ...{ reads: { gradient, standardized, deviation }, writes: { dkernel: this.#part(kernel) } },
        });
        return;
      }
      case 'scale-weights': {
        const { kernel, gain } = operation.reads;
        const gradient = this.#total(operation.writes.scaled, layer);
        if (!gradient) return;
        this.#emit({
          ...{ kind: 'scale-weights-gradient', layer, reads: { gradient, kernel, gain } },
          writes: { dkernel: this.#part(kernel), dgain: this.#part(gain) },
        });
        return;
      }
      case 'dense': {
        const dy = this.#beforeRelu(operation);
        if (!dy) return;
        const { x, kernel, bias } = operation.reads;
        this.#emit({
          kind: 'dense-bias-gradient',
          layer,
          reads: { dy },
          writes: { dbias: this.#part(bias) },
        });
        if (this.#needed.has(x.name))
          this.#emit({
            kind: 'dense-input-gradient',
            layer,
            reads: { dy, kernel },
            writes: { dx: this.#part(x) },
          });
        const dkernel = this.#part(kernel);
        this.#emit({ kind: 'dense-kernel-gradient', layer, reads: { x, dy }, writes: { dkernel } });
        return;
      }
      case 'norm':
      case 'norm-inference':
        this.#undoNorm(operation);
        return;
      case 'max-pool': {
        const dy = this.#total(operation.writes.y, layer);
        if (!dy || !this.#needed.has(operation.reads.x.name)) return;
        const { argmax } = operation.writes;
        const dx = this.#part(operation.reads.x);
        this.#emit({ kind: 'max-pool-gradient', layer, reads: { dy, argmax }, writes: { dx } });
        return;
      }
      case 'global-average-pool': {
        const dy = this.#total(operation.writes.y, layer);
        if (!dy || !this.#needed.has(operation.reads.x.name)) return;
        const dx = this.#part(operation.reads.x);
        this.#emit({ kind: 'global-average-pool-gradient', layer, reads: { dy }, writes: { dx } });
        return;
      }
      case 'dropout': {
        const { x, step } = operation.reads;
        const dy = this.#total(operation.writes.y, layer);
        if (!dy || !this.#needed.has(x.name)) return;
        this.#emit({ ...operation, reads: { x: dy, step }, writes: { y: this.#part(x) } });
        return;
      }
      case 'add': {
        const dy = this.#beforeRelu(operation);
        // The same gradient goes to both.
        if (dy)
          for (const value of Object.values(operation.reads))
            if (this.#needed.has(value.name)) this.receive(value, dy);
        return;
      }
      case 'relu': {
        const { y } = operation.writes;
        const dy = this.#total(y, layer);
        const { x } = operation.reads;
        if (!dy || !this.#needed.has(x.name)) return;
        if (this.#masked.has(y.name)) this.receive(x, dy);
        else this.#emit({ kind: 'relu-gradient', layer, reads: { y, dy }, writes: { dx: this.#part(x) } });
        return;
      }
      case 'activation': {
        const dy = this.#total(operation.writes.y, layer);
        const { x } = operation.reads;
        if (!dy || !this.#needed.has(x.name)) return;
        const { activation } = operation;
        const dx = this.#part(x);
        this.#emit({ kind: 'activation-gradient', layer, activation, reads: { x, dy }, writes: { dx } });
        return;
      }
      default:
        throw new Error(`${kind} is no operation of a forward pass`);
    }
  }

  #undoNorm(operation: Norm | NormInference): void {
    const { layer, norm, relu } = operation;
    const { x } = operation.reads;
    const { y } = operation.writes;
    const dy = this.#total(y, layer);
    if (!dy) return;
    // The norm has x at hand anyway: where x comes out of a ReLU, and goes nowhere else, it does that one's part too.
    const masked = endsInRelu(this.#producers.get(x.name)) && this.#readers.get(x.name) === 1;
    if (masked) this.#masked.add(x.name);
    const trained = Object.entries(operation.reads).filter(([, { role }]) => role === 'parameter');
    const dx = this.#part(x);
    const gradients = trained.map(([name, value]) => [`d${name}`, this.#part(value)] as const);
    this.#emit({
      ...{ kind: 'norm-gradient', layer, norm, masked, fixed: isFixed(operation) },
      relu: relu && !this.#masked.has(y.name),
      reads: { x, dy, ...Object.fromEntries(trained), ...statisticsOf(operation) },
      writes: { dx, ...Object.fromEntries(gradients) },
    });
  }

  /** What a value's whole gradient is called, in the shape in which the value was made. */
  #whole(value: Value): Value {
    return gradientOf(this.#needed.get(value.name) ?? value);
  }

  #emit(operation: Operation): void {
    this.operations.push(operation);
  }

  /** A value for what comes back from one of a value's readers, which counts as received. */
  #part(value: Value): Value {
    const whole = this.#whole(value);
    const before = this.#parts.get(value.name)?.length ?? 0;
    const shared = (this.#readers.get(value.name) ?? 0) > 1;
    const part = shared ? { ...whole, name: `${whole.name}/${before + 1}` } : whole;
    this.receive(value, part);
    return part;
  }

  /** The whole gradient of a value whose readers are all undone; undefined where the loss does not depend on it. */
  #total(value: Value, layer: string): Value | undefined {
    const parts = this.#parts.get(value.name) ?? [];
    const [first, ...others] = parts;
    return others.reduce((sum: Value | undefined, part, i) => {
      if (!sum) return part;
      const whole = this.#whole(value);
      const y = i === others.length - 1 ? whole : { ...whole, name: `${whole.name}/sum${i + 1}` };
      this.#emit({ kind: 'add', layer, reads: { a: sum, b: part }, writes: { y }, relu: false });
      return y;
    }, first);
  }

  /** The gradient of what an operation had before its ReLU, if it ends in one. */
  #beforeRelu(operation: Conv2d | Dense | Extract<Operation, { kind: 'add' }>): Value | undefined {
    const { y } = operation.writes;
    const dy = this.#total(y, operation.layer);
    if (!dy || !operation.relu || this.#masked.has(y.name)) return dy;
    const dx = { ...this.#whole(y), name: `${operation.layer}/gradient` };
    this.#emit({ kind: 'relu-gradient', layer: operation.layer, reads: { y, dy }, writes: { dx } });
    return dx;
  }
}
