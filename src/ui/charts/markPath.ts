/** Outlines of the series marks around 0 0, in a box of about 8 pixels, as Vega draws them. */
import type { Mark } from './palette.ts';

const PATHS: Readonly<Record<Mark, string>> = {
  circle: 'M0-4A4 4 0 1 1 0 4A4 4 0 1 1 0-4Z',
  square: 'M-3.500-3.500H3.500V3.500H-3.500Z',
  diamond: 'M0-4.500L4 0L0 4.500L-4 0Z',
  'triangle-up': 'M0-4L4 3.500H-4Z',
  'triangle-down': 'M0 4L4-3.500H-4Z',
  cross: 'M-1.500-4H1.500V-1.500H4V1.500H1.500V4H-1.500V1.500H-4V-1.500H-1.500Z',
};

export const markPath = (mark: Mark): string => PATHS[mark];
