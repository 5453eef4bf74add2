/** Mean and deviation over seeds: apart from the intervals (statistics.ts), which bring a library of 73 kB. */

/** Taken about the first value, so that the mean of equal values is that value to the bit. NaN without values. */
export function mean(values: readonly number[]): number {
  const [origin = Number.NaN] = values;
  return origin + values.reduce((sum, value) => sum + (value - origin), 0) / values.length;
}

/** With n − 1; undefined for fewer than two values, which tell nothing of spread. */
export function standardDeviation(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
