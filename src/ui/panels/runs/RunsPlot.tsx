/** Below the table: any result of the runs that it shows against any setting in which they differ. */
import { lazy } from 'react';
import { LazyPart } from '../../ErrorBoundary.tsx';
import { useActions, usePage } from '../../playground.ts';

const RunsPlotBox = lazy(() => import('./RunsPlotBox.tsx'));

export function RunsPlot() {
  const { setPlot } = useActions();
  const shown = usePage((state) => state.plot.shown);
  const several = usePage(({ runs }) => runs.length > 1);
  if (!several) return null;
  return (
    <details
      className="choice runs-plot"
      open={shown}
      onToggle={({ currentTarget: { open } }) => {
        if (open !== shown) setPlot({ shown: open });
      }}
    >
      <summary>Plot results against a setting</summary>
      {shown && (
        <LazyPart what="this figure" waiting={<p className="remark">Loading …</p>}>
          <RunsPlotBox />
        </LazyPart>
      )}
    </details>
  );
}
