/** Mean and variance, summed in float64: squares are taken of what is left after the mean, so nothing cancels. */

/**
 * Mean and population variance of each channel, in float64. Plain loops: with a function called for each value it
 * takes four times as long.
 * @param values […, channels]
 */
export function channelMoments(values: ArrayLike<number>, channels: number) {
  const count = values.length / channels;
  const mean = new Float64Array(channels);
  for (let i = 0; i < values.length; i += channels) {
    for (let c = 0; c < channels; c++) mean[c] = (mean[c] as number) + (values[i + c] as number);
  }
  for (let c = 0; c < channels; c++) mean[c] = (mean[c] as number) / count;
  const variance = new Float64Array(channels);
  for (let i = 0; i < values.length; i += channels) {
    for (let c = 0; c < channels; c++) {
      const distance = (values[i + c] as number) - (mean[c] as number);
      variance[c] = (variance[c] as number) + distance * distance;
    }
  }
  for (let c = 0; c < channels; c++) variance[c] = (variance[c] as number) / count;
  return { mean, variance };
}
