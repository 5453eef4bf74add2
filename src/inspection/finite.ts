/** Tells a network that gives numbers from one whose training diverged. */

/** @param values logits, another layer's output, or an update @throws what a person should read, for infinite values and NaN */
export function checkFinite(values: Float32Array | Float64Array): void {
  if (values.every(Number.isFinite)) return;
  throw new Error('The network gives no numbers any more: its training diverged. Try a lower learning rate.');
}
