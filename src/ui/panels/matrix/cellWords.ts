/** What a cell of the table says. */

import { mean, standardDeviation } from '../../../results/statistics.ts';
import { counted, percentage, plain } from '../../../spec/numbers.ts';
import { type Cell, UNFINISHED } from '../../../store/cells.ts';

/** '65.1 ± 6.0', '65.1' of one seed, undefined while no run finished. In %, as the table's head says. */
export const cellValue = ({ accuracies }: Pick<Cell, 'accuracies'>): string | undefined => spread(accuracies);

/** 'raw 21.9': tested with statistics that had not settled; undefined where there is nothing of the kind. */
export function rawWords({ raw }: Pick<Cell, 'raw'>): string | undefined {
  const value = spread(raw);
  return value && `raw ${value}`;
}

function spread(accuracies: readonly number[]): string | undefined {
  if (accuracies.length === 0) return undefined;
  const deviation = standardDeviation(accuracies);
  const value = percentage(mean(accuracies));
  return deviation === undefined ? value : `${value} ± ${percentage(deviation)}`;
}

/** '3 seeds, 1 diverged'; 'epoch 2 of 3' while the first trains. */
export function cellWords({ search, accuracies, unsettled, diverged, unfinished, underWay }: Cell): string {
  const { length } = accuracies;
  if (search?.chosen === undefined) {
    const tried = search?.trials.filter(({ ended }) => ended).length ?? 0;
    if (search && tried < search.trials.length)
      return `learning rate: ${tried} of ${search.trials.length} tried`;
    if (search) return 'diverged, at every learning rate';
  }
  const at = search?.chosen === undefined ? '' : ` at learning rate ${plain(search.chosen)}`;
  const ended = [
    length > 0 ? `${counted(length, 'seed')}${at}` : '',
    unsettled > 0 ? numbered(unsettled, 'not judged', length === 0) : '',
    diverged > 0 ? numbered(diverged, 'diverged', length === 0) : '',
    ...UNFINISHED.map((how) => (unfinished[how] > 0 ? numbered(unfinished[how], how, length === 0) : '')),
  ];
  const going = underWay
    ? underWay.runs > 1
      ? `${underWay.runs} runs: ${underWay.words}`
      : underWay.words
    : '';
  return [...ended, going].filter((part) => part !== '').join(', ');
}

/** The only run of a cell needs no number. */
const numbered = (n: number, word: string, alone: boolean): string =>
  alone && n === 1 ? word : `${n} ${word}`;

/** 'BN at batch 64' */
export const cellName = ({ row, column }: Pick<Cell, 'row' | 'column'>): string => `${row} at ${column}`;
