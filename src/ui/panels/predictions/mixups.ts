/** A confusion matrix of many classes, read class by class. */
import type { Predictions } from '../../../inspection/question.ts';

type Confusion = Predictions['confusion'];

/** With more classes than these a matrix as wide as the page can't be read: it scrolls, and a class is looked up. */
export const MANY_CLASSES = 20;

/** Another class, and how many images were mixed up with it. */
export interface Mixup {
  readonly label: number;
  readonly count: number;
}

/** What images of a class were taken for, the most frequent first. */
export const takenFor = (confusion: Confusion, label: number): Mixup[] =>
  mixups(confusion[label] ?? [], label);

/** The classes of the images that were taken for this one, the most frequent first. */
export const takenForIt = (confusion: Confusion, label: number): Mixup[] =>
  mixups(
    confusion.map((row) => row[label] ?? 0),
    label,
  );

const mixups = (counts: readonly number[], own: number): Mixup[] =>
  counts
    .map((count, label) => ({ label, count }))
    .filter(({ label, count }) => label !== own && count > 0)
    .toSorted((a, b) => b.count - a.count || a.label - b.label);

/** The class that is meant: the one of that name, else the first that starts so, else the first that has it within. */
export function findClass(names: readonly string[], text: string): number | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return undefined;
  const lower = names.map((name) => name.toLowerCase());
  const fits = [
    lower.indexOf(wanted),
    lower.findIndex((name) => name.startsWith(wanted)),
    lower.findIndex((name) => name.includes(wanted)),
  ];
  return fits.find((label) => label >= 0);
}

const LISTED = 10;

/** The labels to show probabilities of: all in their order, or the likeliest of many first. */
export function listedClasses(probabilities: readonly number[]): number[] {
  const labels = probabilities.map((_, label) => label);
  if (labels.length <= MANY_CLASSES) return labels;
  const share = (label: number): number => probabilities[label] || 0;
  return labels.toSorted((a, b) => share(b) - share(a) || a - b).slice(0, LISTED);
}
