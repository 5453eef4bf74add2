/** Rows of the test split that a visitor asks for. */
import { SPLIT_SIZES } from '../../../data/dataSet.ts';

const ROWS = SPLIT_SIZES.test;
/** A prime that divides nothing of the split: the walk comes past every image, of all classes in turn. */
const STRIDE = 1237;

/** The row that a text names, within the split; 0 for what is no number. */
export function rowOf(text: string): number {
  const number = Math.floor(Number(text));
  return Number.isFinite(number) ? Math.max(0, Math.min(ROWS - 1, number)) : 0;
}

export const anotherRow = (row: number): number => (row + STRIDE) % ROWS;
