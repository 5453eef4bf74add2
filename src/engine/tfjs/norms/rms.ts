/** RMS normalization (Zhang & Sennrich 2019): as layer normalization, but no mean is taken off. */
import type { Extent, Grouping } from './grouping.ts';
import { layer } from './layer.ts';

export const rms = (extent: Extent): Grouping => ({ ...layer(extent), centred: false });
