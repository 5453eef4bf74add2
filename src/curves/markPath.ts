/** Outlines of the series marks around 0 0, in a box of about 8 pixels, as Vega draws them. */
import type { Mark } from './palette.ts';

const PATHS: Readonly<Record<Mark, string>> = {
  circle: 'M0-4A4 4 0 1 1 0 4A4 4 0 1 1 0-4Z',
  square: 'M-3.5-3.5H3.5V3.5H-3.5Z',
  diamond: 'M0-4.5L4 0L0 4.5L-4 0Z',
  'triangle-up': 'M0-4L4 3.5H-4Z',
  'triangle-down': 'M0 4L4-3.5H-4Z',
  cross: 'M-1.5-4H1.5V-1.5H4V1.5H1.5V4H-1.5V1.5H-4V-1.5H-1.5Z',
};

export const markPath = (mark: Mark): string => PATHS[mark];
