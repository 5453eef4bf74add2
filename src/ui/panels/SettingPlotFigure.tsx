/** A result against a setting: the legend, the picture, what its marks are, and the same in numbers. */
import { lazy, useMemo } from 'react';
import type { SettingPlot } from '../../curves/bySetting.ts';
import { MEASURES } from '../../curves/measures.ts';
import { seriesDash, seriesMark } from '../../curves/palette.ts';
import {
  axisTitle,
  columnsOf,
  describeMarks,
  describeSettingPlot,
  measureWithin,
  settingPlotTitle,
} from '../../curves/settingPlotWords.ts';
import { colourProperty, LineSample } from '../charts/LineSample.tsx';
import { LazyPart } from '../ErrorBoundary.tsx';
import { MarkSample } from './inside/RunLegend.tsx';

const SettingFigure = lazy(async () => ({
  default: (await import('../plots/SettingFigure.tsx')).SettingFigure,
}));

interface SettingPlotFigureProps {
  readonly plot: SettingPlot;
  /** What else is to be said below it. */
  readonly remark?: string | undefined;
}

export function SettingPlotFigure({ plot, remark }: SettingPlotFigureProps) {
  const series = useMemo(
    () =>
      plot.lines.map(({ palette, points }) => ({
        colour: colourProperty(palette),
        dash: seriesDash(palette).join(' '),
        mark: seriesMark(palette),
        points: points.map((point) => ({ ...point, hollow: point.published })),
      })),
    [plot],
  );
  return (
    <>
      <ul className="view-legend">
        {plot.lines.map(({ name, palette }) => (
          <li key={name}>
            {!plot.named && <LineSample colour={palette} split="train" />}
            <MarkSample colour={palette} />
            {name}
          </li>
        ))}
      </ul>
      <LazyPart what="this figure" waiting={<div className="setting-plot-room" />}>
        <SettingFigure
          label={`${settingPlotTitle(plot)}. ${describeSettingPlot(plot)}`}
          measure={measureWithin(plot)}
          tick={MEASURES[plot.measure].unit.tick}
          series={series}
          axis={axisTitle(plot)}
          log={plot.log}
          values={plot.values}
          names={plot.named ? plot.words : undefined}
          baseline={plot.baseline}
          xDomain={plot.xDomain}
          yDomain={plot.yDomain}
        />
      </LazyPart>
      <p className="remark">{[describeMarks(plot), remark].filter(Boolean).join(' ')}</p>
      <SettingTable plot={plot} />
    </>
  );
}

/** The same in numbers. */
function SettingTable({ plot }: Pick<SettingPlotFigureProps, 'plot'>) {
  const columns = columnsOf(plot);
  return (
    <details className="choice">
      <summary>As a table</summary>
      <div className="choice-box setting-plot-scroll">
        <table className="setting-plot-table" aria-label={settingPlotTitle(plot)}>
          <thead>
            <tr>
              <th scope="col">Method</th>
              {columns.map(({ title }) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          {plot.lines.map(({ name, points }) => (
            <tbody key={name}>
              {points.map((point) => (
                <tr key={point.value}>
                  <th scope="row">{name}</th>
                  {columns.map(({ title, cell }) => (
                    <td key={title}>{cell(point)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </details>
  );
}
