/** The picture of the whole subject: what batch size, or another number, does to each method's test accuracy. */
import { lazy, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { seriesDash, seriesMark } from '../../../curves/palette.ts';
import {
  axisTitle,
  columnsOf,
  describeMarks,
  describeSettingPlot,
  settingPlotTitle,
} from '../../../curves/settingPlotWords.ts';
import { selectedExperiment } from '../../../store/selectors.ts';
import { plottedSetting, type ShownSettingPlot, shownSettingPlot } from '../../../store/settingPlot.ts';
import { colourProperty, LineSample } from '../../charts/LineSample.tsx';
import { LazyPart } from '../../ErrorBoundary.tsx';
import { usePage } from '../../playground.ts';
import { MarkSample } from '../inside/RunLegend.tsx';

const SettingFigure = lazy(async () => ({
  default: (await import('../../plots/SettingFigure.tsx')).SettingFigure,
}));

export function SettingPlot() {
  const shown = useShown();
  const setting = usePage((state) => plottedSetting(state.matrix));
  return (
    <section className="setting-plot" aria-labelledby="setting-plot-heading">
      <h3 id="setting-plot-heading">{settingPlotTitle({ setting })}</h3>
      {shown ? (
        <Figure {...shown} />
      ) : (
        <p className="remark">
          Drawn here as soon as a method has results at two{' '}
          {setting === 'batch' ? 'batch sizes' : 'of its values'}.
        </p>
      )}
    </section>
  );
}

/** Worked out anew when runs end, not while they train. */
function useShown(): ShownSettingPlot | undefined {
  const base = usePage(selectedExperiment);
  const matrix = usePage((state) => state.matrix);
  const ended = usePage(
    useShallow(({ runs }) => runs.filter(({ status }) => /^(finished|diverged)$/.test(status.kind))),
  );
  return useMemo(() => shownSettingPlot(ended, base, matrix), [ended, base, matrix]);
}

function Figure({ sizes, ofTable }: ShownSettingPlot) {
  const series = useMemo(
    () =>
      sizes.lines.map(({ palette, points }) => ({
        colour: colourProperty(palette),
        dash: seriesDash(palette).join(' '),
        mark: seriesMark(palette),
        points: points.map((point) => ({ ...point, hollow: point.published })),
      })),
    [sizes],
  );
  return (
    <>
      <ul className="view-legend">
        {sizes.lines.map(({ name, palette }) => (
          <li key={name}>
            <LineSample colour={palette} split="train" />
            <MarkSample colour={palette} />
            {name}
          </li>
        ))}
      </ul>
      <LazyPart what="this figure" waiting={<div className="setting-plot-room" />}>
        <SettingFigure
          label={`${settingPlotTitle(sizes)}. ${describeSettingPlot(sizes)}`}
          measure="test accuracy"
          series={series}
          axis={axisTitle(sizes)}
          log={sizes.log}
          values={sizes.values}
          xDomain={sizes.xDomain}
          yDomain={sizes.yDomain}
        />
      </LazyPart>
      <p className="remark">
        {describeMarks(sizes)}
        {!ofTable && ' All runs of this page: those of the table have too few results yet.'}
      </p>
      <SettingTable sizes={sizes} />
    </>
  );
}

/** The same in numbers. */
function SettingTable({ sizes }: Pick<ShownSettingPlot, 'sizes'>) {
  const columns = columnsOf(sizes);
  return (
    <details className="choice">
      <summary>As a table</summary>
      <div className="choice-box setting-plot-scroll">
        <table className="setting-plot-table" aria-label={settingPlotTitle(sizes)}>
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
          {sizes.lines.map(({ name, points }) => (
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
