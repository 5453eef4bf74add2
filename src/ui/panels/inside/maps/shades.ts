/** From values to colours: 0 is the ground, a sign is a hue and a size its strength. */

/** Red, green and blue, 0 … 255. */
export type Rgb = readonly [number, number, number];

export interface Shades {
  readonly negative: Rgb;
  /** The ground of the page: what is 0 does not stand out. */
  readonly zero: Rgb;
  readonly positive: Rgb;
}

/** What a colour scale spans: from −`size` to `size`, or from 0 where nothing is below. */
export interface ShadeScale {
  readonly size: number;
  readonly signed: boolean;
}

/** One scale for all values; what is no finite number does not count. */
export function scaleOf(values: ArrayLike<number>): ShadeScale {
  let size = 0;
  let signed = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (!Number.isFinite(value)) continue;
    size = Math.max(size, Math.abs(value));
    signed ||= value < 0;
  }
  return { size, signed };
}

/** The colour of a value, mixed in sRGB; values beyond the scale take its ends, what is no number the middle. */
export function shadeOf(value: number, { size }: ShadeScale, { negative, zero, positive }: Shades): Rgb {
  const share = size > 0 && !Number.isNaN(value) ? Math.min(1, Math.abs(value) / size) : 0;
  const end = value < 0 ? negative : positive;
  const mix = (i: 0 | 1 | 2): number => Math.round(zero[i] + share * (end[i] - zero[i]));
  return [mix(0), mix(1), mix(2)];
}

/** Weights of red, green and blue as one colour: mid-grey is 0, as far from it as the weight is of the scale's size. */
export function colourOf(weights: ArrayLike<number>, { size }: ShadeScale): Rgb {
  const level = (i: 0 | 1 | 2): number => {
    const weight = weights[i] ?? 0;
    const share = size > 0 && !Number.isNaN(weight) ? Math.max(-1, Math.min(1, weight / size)) : 0;
    return Math.round(127.5 * (1 + share));
  };
  return [level(0), level(1), level(2)];
}

/** 'rgb(0, 114, 178)', as browsers give computed colours. @throws on any other form */
export function parseRgb(css: string): Rgb {
  const numbers = /^rgba?\(\s*([\d.]+)[,\s]+([\d.]+)[,\s]+([\d.]+)/.exec(css);
  if (!numbers) throw new Error(`not a computed colour: ${css}`);
  return [Number(numbers[1]), Number(numbers[2]), Number(numbers[3])];
}
