/** The experiments that a bench's options ask for. */
import { buildNetwork } from '../src/network/build.ts';
import { FASHION_MNIST } from '../src/spec/dataSets.ts';
import { NORMS, WEIGHTS } from '../src/spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../src/spec/fields.ts';
import { networkText, readNetwork } from '../src/spec/networks/networks.ts';

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
 * @param {{ network: string, norm: string, weights?: string | undefined, batch: string }} options
 * @returns {import('./measure.ts').Cell[]}
 */
export function readCells({ network, norm, weights, batch }) {
  return network.split(',').flatMap((word) => {
    const read = readNetwork(word, FASHION_MNIST);
    if ('mistake' in read) throw new Error(`${read.mistake.found} ${read.mistake.expected}`);
    return chosen(norm, NORMS).flatMap((one) =>
      chosen(weights ?? (one === 'batch' ? 'plain' : 'standardized'), WEIGHTS).flatMap((kind) =>
        batch.split(',').map((images) => ({
          ...{ network: read.network, layers: networkText(read.network) },
          ...{ norm: one, weights: kind, batch: Number(images) },
        })),
      ),
    );
  });
}

/** @param {import('./measure.ts').Cell} cell */
export const networkOf = ({ network, norm, weights }) =>
  buildNetwork({ ...DEFAULT_EXPERIMENT, network, norm, weights }, FASHION_MNIST);
