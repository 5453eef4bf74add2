/** Test accuracy against a setting in words and numbers: for those who do not see the picture, and below it. */
import { labelWithin } from '../spec/describe.ts';
import { FIELDS, type FieldKey } from '../spec/fields.ts';
import { percent, percentage, plain } from '../spec/numbers.ts';
import type { SettingLine, SettingPlot, SettingPoint } from './bySetting.ts';

/** 'Test accuracy by batch size' */
export const settingPlotTitle = ({ setting }: Pick<SettingPlot, 'setting'>): string =>
  `Test accuracy by ${labelWithin(setting)}`;

/** 'batch size (log scale)' */
export const axisTitle = ({ setting, log }: Pick<SettingPlot, 'setting' | 'log'>): string =>
  `${labelWithin(setting)}${log === undefined ? '' : ' (log scale)'}`;

/** What the marks are, as far as they occur; a sentence each. */
export function describeMarks({ lines }: SettingPlot): string {
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
export const describeSettingPlot = ({ lines, setting }: SettingPlot): string =>
  lines.map((line) => `${line.name}: ${describeLine(line, setting)}.`).join(' ');

const describeLine = ({ points }: SettingLine, setting: FieldKey): string =>
  points
    .map(({ value, mean, raw }) => {
      const counts = mean === undefined ? (raw === undefined ? 'diverged' : '') : percent(mean);
      return `${[counts, raw !== undefined && `raw ${percent(raw)}`].filter(Boolean).join(', ')} at ${setting === 'batch' ? 'batch' : labelWithin(setting)} ${plain(value)}`;
    })
    .join(', ');

interface Column {
  readonly title: string;
  cell(point: SettingPoint): string;
}

const shown = (fraction: number | undefined): string => (fraction === undefined ? '–' : percent(fraction));

const COLUMNS: readonly Column[] = [
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
export function columnsOf({ lines, setting }: SettingPlot): readonly Column[] {
  const points = lines.flatMap((line) => line.points);
  return [
    { title: FIELDS[setting].label, cell: ({ value }) => plain(value) },
    ...COLUMNS,
    ...(points.some(({ raw }) => raw !== undefined) ? [RAW] : []),
    ...(points.some(({ published }) => published !== undefined) ? [PUBLISHED] : []),
  ];
}
