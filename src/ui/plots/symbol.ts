/** Marks of the series, by the names of Observable Plot. */
import type { SymbolName } from '@observablehq/plot';

const SYMBOLS = {
  circle: 'circle',
  square: 'square',
  diamond: 'diamond',
  'triangle-up': 'triangle',
  'triangle-down': 'star',
  cross: 'cross',
} as const satisfies Record<string, SymbolName>;

export type MarkName = keyof typeof SYMBOLS;

export const symbolOf = (mark: MarkName): SymbolName => SYMBOLS[mark];
