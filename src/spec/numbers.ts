/**
 * Numbers as people read them, everywhere in the product: in the page, in a terminal, in reports. Accuracies are
 * fractions until they come here.
 */

const formats = new Map<string, Intl.NumberFormat>();

/** Made once for each form: making one takes longer than a hundred uses. */
function format(value: number, options: Intl.NumberFormatOptions): string {
  const key = JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.NumberFormat('en-US', options);
  formats.set(key, known);
  return known.format(value);
}

/** '12,300', '0.005': thousands apart, and so many decimals at most. */
export const grouped = (value: number, decimals = 3): string =>
  format(value, { maximumFractionDigits: decimals });

/** '1 image', '2,000 images'; `many` where it is not `one` with an s. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** '12,300', '0.005', '1e-12': a setting, whatever its size. */
export const plain = (value: number): string =>
  value >= 1e-4 && value < 1e9 ? grouped(value, 6) : String(value);

/** '6000', '0.005', '1e-6': as a person types it, where zeros would be many to count. */
export const typed = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential() : String(value);

/** '0.0312', '12,300': so many digits that count. */
export const significant = (value: number, digits: number): string =>
  format(value, { maximumSignificantDigits: digits });

/** '50k', '1.2m': as short as it gets. */
export const compact = (value: number): string => format(value, { notation: 'compact' }).toLowerCase();

/** '−0.50': with a minus sign as in print, and never '−0.00'. */
export function decimal(value: number, decimals = 2): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/** '3.1e-7' */
export const scientific = (value: number, decimals: number): string => value.toExponential(decimals);

const ENDINGS = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' } as const;
const RULES = new Intl.PluralRules('en', { type: 'ordinal' });

/** '1st', '2nd', '11th' */
export const ordinal = (n: number): string => `${n}${ENDINGS[RULES.select(n)]}`;

/** '84.2', of a fraction */
export const percentage = (fraction: number, decimals = 1): string => (100 * fraction).toFixed(decimals);

/** '84.2 %' */
export const percent = (fraction: number, decimals = 1): string => `${percentage(fraction, decimals)} %`;

/** '18 %'; below 1 %, where a whole number would say nothing, '0.3 %'. */
export function roughPercent(fraction: number): string {
  const small = fraction !== 0 && Math.abs(fraction) < 0.01;
  return `${decimal(100 * fraction, small ? 1 : 0)} %`;
}

/** '11.5', of a million bytes each. */
export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** '16 kB', '47.0 MB' */
export const byteSize = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${megabytes(bytes)} MB`;

/** '1,234 a second', '3.2' where a whole number would say too little */
export const rate = (perSecond: number): string => grouped(perSecond, perSecond < 10 ? 1 : 0);

/** A time that is left, to the second: '8 s', '2 min 5 s', '1 h 10 min'. */
export function timeLeft(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return hoursAndMinutes(Math.round(whole / 60));
}

/** A time that was taken: '4.2 s', '67 s', '67 min', '2 h 5 min'. */
export function timeTaken(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : hoursAndMinutes(minutes);
}

/** A time that is estimated, as exactly as that deserves: '42 s', '17 min', '2 h 5 min'. */
export function timeEstimated(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : hoursAndMinutes(minutes);
}

/** '1:05', for a line that is redrawn in place. */
export function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

const hoursAndMinutes = (minutes: number): string => `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
