/** What is drawn against what, and the figure. Loaded when it is opened. */
import { useId, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { SettingPlot } from '../../../curves/bySetting.ts';
import { isMeasure, MEASURES } from '../../../curves/measures.ts';
import { settingPlotTitle, settingWithin } from '../../../curves/settingPlotWords.ts';
import { capital } from '../../../spec/describe.ts';
import { AXIS_SETTINGS, type AxisSetting } from '../../../spec/matrix.ts';
import { grouped } from '../../../spec/numbers.ts';
import { baselineOf } from '../../../store/baseline.ts';
import { plottableSettings, runsPlot } from '../../../store/settingPlot.ts';
import { useActions, usePage, usePlayground } from '../../playground.ts';
import { SettingPlotFigure } from '../SettingPlotFigure.tsx';
import { plottedBaseline, plottedRuns } from './plotted.ts';

export default function RunsPlotBox() {
  const { store } = usePlayground();
  const { setPlot } = useActions();
  const { setting, measure } = usePage((state) => state.plot);
  const table = usePage((state) => state.table);
  const ended = usePage(useShallow(plottedRuns));
  const baseline = usePage(baselineOf);
  const settings = useMemo(() => plottableSettings(ended), [ended]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `baseline` and `table` say when the baseline is another
  const plot = useMemo(
    () => runsPlot(ended, { setting, measure }, plottedBaseline(store.getState())),
    [ended, setting, measure, baseline, table],
  );
  const [first] = settings;
  if (!first) {
    return <p className="remark">Drawn here as soon as two runs that differ in a setting have finished.</p>;
  }
  const chosen = setting && settings.includes(setting) ? setting : first;
  return (
    <div className="choice-box setting-plot">
      <div className="plot-choices">
        <PlotSelect
          label="Result"
          value={measure}
          options={Object.entries(MEASURES).map(([key, { label }]) => ({ key, words: label }))}
          onChoose={(key) => isMeasure(key) && setPlot({ measure: key })}
        />
        <PlotSelect
          label="Against"
          value={chosen}
          options={settings.map((key) => ({ key, words: wordsOf(key) }))}
          onChoose={(key) => setPlot({ setting: AXIS_SETTINGS.find((each) => each === key) })}
        />
      </div>
      <h3>{settingPlotTitle({ setting: chosen, measure })}</h3>
      {plot ? (
        <SettingPlotFigure plot={plot} remark={describeLeft(plot)} />
      ) : (
        <p className="remark">
          Nothing to draw: no runs that are alike in all else have this result at two values of{' '}
          {settingWithin(chosen)}.
        </p>
      )}
    </div>
  );
}

const wordsOf = (setting: AxisSetting): string =>
  setting === 'method' ? 'Norm and weights' : capital(settingWithin(setting));

/** What is left out of a plot with many lines. */
function describeLeft({ lines, left, named }: SettingPlot): string | undefined {
  const kind = named ? 'kinds of marks' : 'lines';
  if (left > 0)
    return `Drawn are ${lines.length} of ${grouped(lines.length + left)} ${kind}, each of runs that are alike in all else but the seed: filter the table to see others.`;
  return lines.length < 2
    ? undefined
    : `Each of the ${lines.length} ${kind} is of runs that are alike in all else but the seed.`;
}

interface PlotSelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly key: string; readonly words: string }[];
  readonly onChoose: (key: string) => void;
}

function PlotSelect({ label, value, options, onChoose }: PlotSelectProps) {
  const id = useId();
  return (
    <div className="inline-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ target }) => onChoose(target.value)}>
        {options.map(({ key, words }) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
