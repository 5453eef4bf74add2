/** RMS normalization (Zhang & Sennrich 2019): as layer normalization, but no mean is taken off. */
import type { Grouping, InputSize } from './grouping.ts';
import { layer } from './layer.ts';

export const rms = (extent: InputSize): Grouping => ({ ...layer(extent), centred: false });
