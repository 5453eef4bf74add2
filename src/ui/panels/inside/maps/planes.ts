/** An array with channels last, taken apart into one picture a channel. */
import { counted } from '../../../../spec/numbers.ts';
import { short } from '../numbers.ts';
import { scaleOf } from './shades.ts';

export interface Plane {
  readonly channel: number;
  readonly height: number;
  readonly width: number;
  /** [height · width], rows from the top; of a picture in colour [height · width · 3]. */
  readonly values: Float32Array;
  /** Whether its values are red, green and blue. */
  readonly colour?: boolean;
}

/** @param shape [height, width, channels] */
export function planesOf(values: Float32Array, shape: readonly number[]): Plane[] {
  const [height = 1, width = 1, channels = 1] = shape;
  return Array.from({ length: channels }, (_, channel) => ({
    channel,
    height,
    width,
    values: Float32Array.from({ length: height * width }, (_, i) => values[i * channels + channel] ?? 0),
  }));
}

/** Filters, [height, width, input channels, filters]: in colour over red, green and blue, else channels side by side. */
export function filterPlanes(kernel: Float32Array, shape: readonly number[]): Plane[] {
  const [height = 1, width = 1, inputs = 1, filters = 1] = shape;
  if (inputs === 3) {
    return planesOf(kernel, [height * width, inputs, filters]).map((plane) => ({
      ...plane,
      height,
      width,
      colour: true,
    }));
  }
  return planesOf(kernel, [height, width * inputs, filters]);
}

const isDark = ({ values }: Plane): boolean => values.every((value) => value === 0);

/** 'Channel 3, from −0.2 to 1.31' */
export function planeName({ channel, values }: Plane, what: string): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return `${what} ${channel}, from ${short(low)} to ${short(high)}`;
}

/** '3 of 16 channels stay dark …; the strongest is channel 7.' */
export function planesHeadline(planes: readonly Plane[]): string {
  const dark = planes.filter(isDark).length;
  const strongest = planes.reduce<{ channel: number; size: number }>(
    (best, { channel, values }) => {
      const { size } = scaleOf(values);
      return size > best.size ? { channel, size } : best;
    },
    { channel: -1, size: 0 },
  );
  if (strongest.channel < 0)
    return `All ${counted(planes.length, 'channel')} stay dark: this image gives nothing but zeros.`;
  const silent =
    dark === 0
      ? `All ${planes.length} channels answer to this image`
      : `${dark} of ${planes.length} channels ${dark === 1 ? 'stays' : 'stay'} dark: nothing but zeros`;
  return `${silent}; the strongest value, ${short(strongest.size)}, is in channel ${strongest.channel}.`;
}

/** The same for a layer of units: '12 of 64 units are 0; the largest, unit 3, gives 2.1.' */
export function unitsHeadline(values: Float32Array): string {
  const zeros = values.reduce((count, value) => count + (value === 0 ? 1 : 0), 0);
  let largest = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) > (values[largest] ?? 0)) largest = i;
  return `${zeros} of ${values.length} units ${zeros === 1 ? 'is' : 'are'} 0; the largest value, ${short(values[largest] ?? 0)}, is that of unit ${largest}.`;
}
