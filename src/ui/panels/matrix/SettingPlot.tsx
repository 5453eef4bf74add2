/** The picture of the whole subject: what batch size, or another number, does to each method's test accuracy. */
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { settingPlotTitle } from '../../../curves/settingPlotWords.ts';
import { selectedExperiment } from '../../../store/selectors.ts';
import { plottedSetting, type ShownSettingPlot, shownSettingPlot } from '../../../store/settingPlot.ts';
import { usePage } from '../../playground.ts';
import { SettingPlotFigure } from '../SettingPlotFigure.tsx';

const OF_ALL = 'All runs of this page: those of the table have too few results yet.';

export function SettingPlot() {
  const shown = useShown();
  const setting = usePage((state) => plottedSetting(state.matrix));
  return (
    <section className="setting-plot" aria-labelledby="setting-plot-heading">
      <h3 id="setting-plot-heading">{settingPlotTitle({ setting })}</h3>
      {shown ? (
        <SettingPlotFigure plot={shown.sizes} remark={shown.ofTable ? undefined : OF_ALL} />
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
