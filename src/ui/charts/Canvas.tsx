/**
 * Where tfjs-vis draws. It follows the store outside React: a metric never renders a component. At most one
 * redraw every REDRAW_MS, none while the tab is hidden, the last frame stays.
 */
import { useEffect, useRef, useState } from 'react';
import { anyActive } from '../../store/selectors.ts';
import { usePage, usePlayground } from '../playground.ts';
import { useScheme } from '../theme.ts';
import { ChartLoop } from './ChartLoop.ts';
import type { Metric } from './curves.ts';

export function Canvas({ metric }: { readonly metric: Metric }) {
  const { store } = usePlayground();
  const scheme = useScheme();
  const [message, setMessage] = useState<string>();
  const [drawn, setDrawn] = useState(false);
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!container.current) return;
    const loop = new ChartLoop({
      container: container.current,
      store,
      metric,
      scheme,
      onDrawn: () => setDrawn(true),
      onNote: setMessage,
    });
    return () => loop.dispose();
  }, [store, metric, scheme]);
  return (
    <div className="chart-frame">
      <div ref={container} className="chart-canvas" aria-hidden="true" />
      {!drawn && !message && <Wait />}
      {message && <p className="chart-message">{message}</p>}
    </div>
  );
}

function Wait() {
  const active = usePage(anyActive);
  return (
    <p className="chart-wait">
      {active ? 'Waiting for the first measurement …' : 'No run got as far as a measurement.'}
    </p>
  );
}
