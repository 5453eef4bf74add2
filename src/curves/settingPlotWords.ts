/** A result against a setting in words and numbers: for those who do not see the picture, and below it. */
import { labelWithin } from '../spec/describe.ts';
import { type AxisSetting, axisLabel } from '../spec/matrix.ts';
import { percent, percentage } from '../spec/numbers.ts';
import type { SettingLine, SettingPlot, SettingPoint } from './bySetting.ts';
import { MEASURES, type Measure } from './measures.ts';

type Titled = Pick<SettingPlot, 'setting'> & Partial<Pick<SettingPlot, 'measure'>>;

const unitOf = ({ measure }: Pick<SettingPlot, 'measure'>): Measure['unit'] => MEASURES[measure].unit;

/** 'batch size', 'method' */
export const settingWithin = (setting: AxisSetting): string =>
  setting === 'method' ? 'method' : labelWithin(setting);

/** 'Test accuracy by batch size' */
export const settingPlotTitle = ({ setting, measure = 'test' }: Titled): string =>
  `${MEASURES[measure].label} by ${settingWithin(setting)}`;

/** 'test-accuracy-by-batch-size'; the accuracy that counts is the accuracy. */
export const settingPlotStem = (plot: Titled): string =>
  settingPlotTitle(plot)
    .replace(/^Test accuracy/, 'accuracy')
    .toLowerCase()
    .replaceAll(' ', '-');

/** 'batch size (log scale)' */
export const axisTitle = ({ setting, log }: Pick<SettingPlot, 'setting' | 'log'>): string =>
  `${settingWithin(setting)}${log === undefined ? '' : ' (log scale)'}`;

/** 'test accuracy' */
export const measureWithin = ({ measure }: Pick<SettingPlot, 'measure'>): string =>
  MEASURES[measure].label.toLowerCase();

/** What the marks are, as far as they occur; a sentence each. */
export function describeMarks({ lines, baseline }: SettingPlot): string {
  const points = lines.flatMap((line) => line.points);
  const [alone, several] = [
    points.some(({ results }) => results.length === 1),
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
    baseline &&
      `The dashed line is the baseline, ${baseline.name}${baseline.interval ? ', in its 95 % interval' : ''}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** 'BN: 10.2 % at batch 2, 41.4 % at batch 32. GN(32)+WS: …' */
export const describeSettingPlot = (plot: SettingPlot): string =>
  [
    ...plot.lines.map((line) => `${line.name}: ${describeLine(line, plot)}.`),
    ...(plot.baseline ? [`Baseline ${plot.baseline.name}: ${unitOf(plot).tell(plot.baseline.mean)}.`] : []),
  ].join(' ');

function describeLine({ points }: SettingLine, plot: SettingPlot): string {
  const { tell } = unitOf(plot);
  return points
    .map(({ words, mean, raw }) => {
      const counts = mean === undefined ? (raw === undefined ? 'diverged' : '') : tell(mean);
      return `${[counts, raw !== undefined && `raw ${tell(raw)}`].filter(Boolean).join(', ')} ${where(plot, words)}`;
    })
    .join(', ');
}

function where({ setting, named }: SettingPlot, words: string): string {
  if (named) return `with ${words}`;
  return `at ${setting === 'batch' ? 'batch' : settingWithin(setting)} ${words}`;
}

interface Column {
  readonly title: string;
  cell(point: SettingPoint): string;
}

/** Of the table that says the same in numbers, after the method. */
export function columnsOf(plot: SettingPlot): readonly Column[] {
  const points = plot.lines.flatMap((line) => line.points);
  const { tell, scale } = unitOf(plot);
  const shown = (value: number | undefined): string => (value === undefined ? '–' : tell(value));
  // Of percent the sign stands once.
  const low = (value: number): string => (scale === 100 ? percentage(value) : tell(value));
  const columns: readonly (Column | false)[] = [
    { title: axisLabel(plot.setting), cell: ({ words }) => words },
    { title: 'Mean', cell: ({ mean }) => shown(mean) },
    {
      title: '95 % interval',
      cell: ({ interval }) => (interval ? `${low(interval.low)} to ${tell(interval.high)}` : '–'),
    },
    {
      title: 'Seeds',
      cell: ({ results, diverged }) => `${results.length}${diverged > 0 ? `, ${diverged} diverged` : ''}`,
    },
    points.some(({ raw }) => raw !== undefined) && { title: 'Raw', cell: ({ raw }) => shown(raw) },
    // As precisely as it was printed.
    points.some(({ published }) => published !== undefined) && {
      title: 'Published',
      cell: ({ published }) => (published === undefined ? '–' : percent(published, 2)),
    },
  ];
  return columns.filter((column) => column !== false);
}
