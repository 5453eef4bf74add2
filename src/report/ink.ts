/** What pictures and pages that leave the playground are drawn on and with, in its own light and dark theme. */
import { INK as CHART_INK, type Scheme } from '../curves/palette.ts';

export type { Scheme };

export interface Ink {
  readonly ground: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
}

const GROUND: Readonly<Record<Scheme, string>> = { light: '#ffffff', dark: '#1a2027' };

const inkOf = (scheme: Scheme): Ink => {
  const { text, muted, grid } = CHART_INK[scheme];
  return { ground: GROUND[scheme], text, muted, line: grid };
};

export const INK: Readonly<Record<Scheme, Ink>> = { light: inkOf('light'), dark: inkOf('dark') };

export const FONT = 'Inter, system-ui, sans-serif';
