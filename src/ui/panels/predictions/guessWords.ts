/** How guesses are put into words. */
import { className, type DataSpec } from '../../../spec/dataSpec.ts';
import { grouped } from '../../../spec/numbers.ts';

/** '98 %', '99.7 %'; never 100 % of what is less. NaN is '–'. */
export function probabilityWords(probability: number): string {
  if (Number.isNaN(probability)) return '–';
  const percent = 100 * probability;
  if (percent === 0 || percent === 100) return `${percent} %`;
  if (percent >= 99.95) return '> 99.9 %';
  if (percent < 0.05) return '< 0.1 %';
  const digits = percent >= 99 || percent < 1 ? 1 : 0;
  return `${percent.toFixed(digits)} %`;
}

/** 'Shirt, taken for Coat', 'Shirt, recognized' */
export const cellWords = (spec: DataSpec | undefined, label: number, predicted: number): string =>
  label === predicted
    ? `${className(spec, label)}, recognized`
    : `${className(spec, label)}, taken for ${className(spec, predicted)}`;

/** '1 image', '2,000 images' */
export const imagesWords = (count: number): string => `${grouped(count)} ${count === 1 ? 'image' : 'images'}`;
