/** Precision and recall per class, in the order that the visitor asked for. */
import type { Predictions } from '../../../inspection/question.ts';

export type ClassColumn = 'label' | 'precision' | 'recall' | 'images';

export interface ClassRow {
  readonly label: number;
  /** Fractions; NaN where they are not defined. */
  readonly precision: number;
  readonly recall: number;
  readonly images: number;
}

export interface ClassOrder {
  readonly by: ClassColumn;
  readonly direction: 'ascending' | 'descending';
}

/** The worst first. */
export const WORST_FIRST: ClassOrder = { by: 'recall', direction: 'ascending' };

/** What is not defined stands at the end either way; equals stay in the order of the labels. */
export function classRows(classes: Predictions['classes'], { by, direction }: ClassOrder): ClassRow[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return classes
    .map((scores, label) => ({ label, ...scores }))
    .toSorted((a, b) => {
      const undefinedLast = Number(Number.isNaN(a[by])) - Number(Number.isNaN(b[by]));
      return undefinedLast || sign * (a[by] - b[by]) || a.label - b.label;
    });
}

/** The order after a click on a column's head: the other way round, or that column from its worst or first on. */
export const orderAfter = (order: ClassOrder, by: ClassColumn): ClassOrder => ({
  by,
  direction: order.by === by && order.direction === 'ascending' ? 'descending' : 'ascending',
});
