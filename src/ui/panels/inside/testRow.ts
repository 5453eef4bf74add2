/** Rows of the test split that a visitor asks for. */

/** A prime that divides hardly any split: the walk comes past every image, of all classes in turn. */
const STRIDE = 1237;

/** The row that a text names, within the split; 0 for what is no number. */
export function rowOf(text: string, rows: number): number {
  const number = Math.floor(Number(text));
  return Number.isFinite(number) ? Math.max(0, Math.min(rows - 1, number)) : 0;
}

export const anotherRow = (row: number, rows: number): number =>
  (row + (rows % STRIDE === 0 ? 1 : STRIDE)) % rows;
