/** A network's layers in their order, there and back. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { INPUT } from '../../network/layers.ts';
import { reshape } from './kernels/core.ts';
import type { Forward, Pass } from './layers/layer.ts';
import type { NamedOp } from './layers/registry.ts';
import { sumOfTwo } from './layers/sums.ts';

/** An operation under way: what it is, and what it gave. */
export interface Way extends Forward {
  readonly named: NamedOp;
}

/** @param input [N, …network.input] @returns each operation's, the logits last */
export function forward(ops: readonly NamedOp[], input: Tensor, pass: Pass): Way[] {
  const made = new Map([[INPUT, input]]);
  const read = (name: string): Tensor => {
    const value = made.get(name);
    if (!value) throw new Error(`no layer gives ${name}`);
    return value;
  };
  return ops.map((named) => {
    const [x, b = x] = named.reads.map(read) as [Tensor, Tensor?];
    const way = named.op(x, pass, b);
    made.set(named.layer, way.y);
    return { ...way, named };
  });
}

/**
 * Walks back, disposing of what has served: at batch 128 the activations are most of the memory. What comes back from
 * several readers of a value is added up.
 * @param kept activations that live on
 */
export function backward(ways: readonly Way[], dlogits: Tensor, kept: ReadonlySet<Tensor> = new Set()): void {
  const slopes = new Map([[ways.at(-1)?.named.layer ?? INPUT, dlogits]]);
  const receive = (name: string, slope: Tensor): void => {
    const before = slopes.get(name);
    slopes.set(name, before ? sumOfTwo(before, slope) : slope);
    if (!before) return;
    before.dispose();
    slope.dispose();
  };
  for (const { named, y, backward: back } of ways.toReversed()) {
    const dy = slopes.get(named.layer);
    const wanted = named.reads.filter((name) => named.needed.has(name));
    const dx = dy && back(dy, wanted.length > 0);
    if (!kept.has(y)) y.dispose();
    dy?.dispose();
    // Tensors of their own, though not copies: they are disposed of one by one.
    if (dx) for (const [i, name] of wanted.entries()) receive(name, i === 0 ? dx : reshape(dx, dx.shape));
  }
}
