/** The experiments that a bench's options ask for. */
import { NORMS, WEIGHTS } from '../src/spec/experiment.ts';

/**
 * @template {string} Choice
 * @param {string} text
 * @param {readonly Choice[]} choices
 * @returns {Choice[]}
 */
const chosen = (text, choices) =>
  text.split(',').map((word) => {
    const choice = choices.find((one) => one === word);
    if (!choice) throw new Error(`${word} is not one of ${choices.join(', ')}`);
    return choice;
  });

/**
 * @param {{ norm: string, weights?: string | undefined, batch: string }} options
 * @returns {import('./measure.ts').Cell[]}
 */
export function readCells({ norm, weights, batch }) {
  return chosen(norm, NORMS).flatMap((one) =>
    chosen(weights ?? (one === 'batch' ? 'plain' : 'standardized'), WEIGHTS).flatMap((kind) =>
      batch.split(',').map((images) => ({ norm: one, weights: kind, batch: Number(images) })),
    ),
  );
}
