/** ReLU in WGSL, where it is done on the way. */

/** So, and not by max, a NaN gets through to the loss. @param value a name */
export const cutOff = (relu: boolean, value: string): string =>
  relu ? `select(${value}, 0.0, ${value} < 0.0)` : value;

/** @param of what went into the ReLU or came out of it */
export const letThrough = (relu: boolean, gradient: string, of: string): string =>
  relu ? `select(0.0, ${gradient}, ${of} > 0.0)` : gradient;
