/** A network's layers one after another, there and back. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Forward, Pass } from './layers/layer.ts';
import type { NamedOp } from './layers/registry.ts';

/** @param input [N, …network.input] @returns each operation's, the logits last */
export function forward(ops: readonly NamedOp[], input: Tensor, pass: Pass): Forward[] {
  let x = input;
  return ops.map(({ op }) => {
    const way = op(x, pass);
    x = way.y;
    return way;
  });
}

/**
 * Walks back, disposing of what has served: at batch 128 the activations are most of the memory.
 * @param kept activations that live on
 */
export function backward(
  forwards: readonly Forward[],
  dlogits: Tensor,
  kept: ReadonlySet<Tensor> = new Set(),
): void {
  let dy: Tensor | undefined = dlogits;
  for (let i = forwards.length - 1; i >= 0 && dy; i--) {
    const { y, backward: back } = forwards[i] as Forward;
    const dx = back(dy, i > 0);
    if (!kept.has(y)) y.dispose();
    dy.dispose();
    dy = dx;
  }
}
