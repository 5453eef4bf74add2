/** Test accuracy against batch size in words and numbers: for those who do not see the picture, and below it. */
import { grouped, percent, percentage } from '../spec/numbers.ts';
import type { BatchLine, BatchPoint, BatchSizes } from './byBatchSize.ts';

export const BATCH_SIZES_TITLE = 'Test accuracy by batch size';

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
    points.some(({ raw }) => raw !== undefined) &&
      'Crosses are raw scores, with moving statistics that had not settled: they say little about what was learned, and do not count.',
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
    .map(({ batch, mean, raw }) => {
      const counts = mean === undefined ? (raw === undefined ? 'diverged' : '') : percent(mean);
      return `${[counts, raw !== undefined && `raw ${percent(raw)}`].filter(Boolean).join(', ')} at batch ${batch}`;
    })
    .join(', ');

interface Column {
  readonly title: string;
  cell(point: BatchPoint): string;
}

const shown = (fraction: number | undefined): string => (fraction === undefined ? '–' : percent(fraction));

const COLUMNS: readonly Column[] = [
  { title: 'Batch size', cell: ({ batch }) => grouped(batch) },
  { title: 'Mean', cell: ({ mean }) => shown(mean) },
  {
    title: '95 % interval',
    cell: ({ interval }) => (interval ? `${percentage(interval.low)} to ${percent(interval.high)}` : '–'),
  },
  {
    title: 'Seeds',
    cell: ({ accuracies, diverged }) => `${accuracies.length}${diverged > 0 ? `, ${diverged} diverged` : ''}`,
  },
];
const RAW: Column = { title: 'Raw', cell: ({ raw }) => shown(raw) };
/** As precisely as it was printed. */
const PUBLISHED: Column = {
  title: 'Published',
  cell: ({ published }) => (published === undefined ? '–' : percent(published, 2)),
};

/** Of the table that says the same in numbers, after the method. */
export function columnsOf({ lines }: BatchSizes): readonly Column[] {
  const points = lines.flatMap((line) => line.points);
  return [
    ...COLUMNS,
    ...(points.some(({ raw }) => raw !== undefined) ? [RAW] : []),
    ...(points.some(({ published }) => published !== undefined) ? [PUBLISHED] : []),
  ];
}
