/** Tells a network that gives numbers from one whose training diverged. */

/** @param values logits, or another layer's output @throws what a person should read, for infinite values and NaN */
export function checkFinite(values: Float32Array): void {
  if (values.every(Number.isFinite)) return;
  throw new Error('The network gives no numbers any more: its training diverged. Try a lower learning rate.');
}
