/** Test accuracy against batch size in words and numbers: for those who do not see the picture, and below it. */
import type { BatchLine, BatchPoint, BatchSizes } from './byBatchSize.ts';

export const BATCH_SIZES_TITLE = 'Test accuracy by batch size';

const percent = (fraction: number): string => (100 * fraction).toFixed(1);

/** What the marks are, as far as they occur; a sentence each. */
export function describeMarks({ lines }: BatchSizes): string {
  const points = lines.flatMap((line) => line.points);
  const [alone, several] = [
    points.some(({ accuracies }) => accuracies.length === 1),
    points.some(({ interval }) => interval),
  ];
  return [
    several &&
      'Large marks are means over seeds, bars their 95 % intervals (Student), small dots single seeds.',
    alone && (several ? 'A mark without a bar is one seed.' : 'One seed each: no interval can be given.'),
    points.some(({ diverged }) => diverged > 0) && 'Seeds that diverged are not counted.',
    points.some(({ published }) => published !== undefined) &&
      'Hollow marks are the original study’s figures, from its full budget.',
  ]
    .filter(Boolean)
    .join(' ');
}

/** 'BN: 10.2 % at batch 2, 41.4 % at batch 32. GN(32)+WS: …' */
export const describeBatchSizes = ({ lines }: BatchSizes): string =>
  lines.map((line) => `${line.name}: ${describeLine(line)}.`).join(' ');

const describeLine = ({ points }: BatchLine): string =>
  points
    .map(({ batch, mean }) => `${mean === undefined ? 'diverged' : `${percent(mean)} %`} at batch ${batch}`)
    .join(', ');

export const BATCH_SIZE_COLUMNS = ['Batch size', 'Mean', '95 % interval', 'Seeds'] as const;
export const PUBLISHED_COLUMN = 'Published';

/** A row of the table, as BATCH_SIZE_COLUMNS has it. */
export const pointCells = ({ batch, mean, interval, accuracies, diverged }: BatchPoint): string[] => [
  batch.toLocaleString('en-US'),
  mean === undefined ? '–' : `${percent(mean)} %`,
  interval ? `${percent(interval.low)} to ${percent(interval.high)} %` : '–',
  `${accuracies.length}${diverged > 0 ? `, ${diverged} diverged` : ''}`,
];

/** '18.78 %', as precisely as it was printed; '–' where there is none. */
export const publishedText = ({ published }: BatchPoint): string =>
  published === undefined ? '–' : `${(100 * published).toFixed(2)} %`;
