/**
 * Where tfjs-vis draws. It follows the store outside React: a metric never renders a component. At most one
 * redraw every REDRAW_MS, none while the tab is hidden, the last frame stays.
 */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Metric } from '../../curves/curveRun.ts';
import { useActions, usePage, usePlayground } from '../playground.ts';
import { useScheme } from '../theme.ts';
import { type Crosshair, charted, useBoard } from './board.ts';
import { ChartLoop } from './ChartLoop.ts';
import { CrosshairSlider } from './CrosshairSlider.tsx';
import { CHART_PLOT, type ChartContainer } from './look.ts';
import { Overlay } from './Overlay.ts';
import { PlotPointer } from './PlotPointer.ts';
import { keyEffect } from './plotKeys.ts';

interface CanvasProps {
  readonly metric: Metric;
  /** What the focus finds here: 'Accuracy', 'Loss, batch 64'. */
  readonly name: string;
  /** Draws the runs of this batch size alone. */
  readonly batch?: number | undefined;
}

export function Canvas({ metric, name, batch }: CanvasProps) {
  const { store } = usePlayground();
  const { setZoom } = useActions();
  const board = useBoard();
  const scheme = useScheme();
  const [message, setMessage] = useState<string>();
  const [drawn, setDrawn] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const pointer = useRef<PlotPointer>(null);
  useEffect(() => {
    if (!surface.current) return;
    const loop = new ChartLoop({
      container: surface.current,
      store,
      board,
      metric,
      batch,
      scheme,
      onDrawn: setDrawn,
      onNote: setMessage,
    });
    return () => loop.dispose();
  }, [store, board, metric, batch, scheme]);
  useEffect(() => {
    if (!surface.current || !frame.current) return;
    const overlay = new Overlay(frame.current, surface.current, board, metric);
    const plotPointer = new PlotPointer({
      frame: frame.current,
      surface: surface.current,
      board,
      metric,
      onZoom: setZoom,
    });
    pointer.current = plotPointer;
    return () => {
      overlay.dispose();
      plotPointer.dispose();
    };
  }, [board, metric, setZoom]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const { drawn, crosshair } = board.state.getState();
    const curves = drawn[metric];
    if (!curves || event.ctrlKey || event.metaKey || event.altKey) return;
    const effect = keyEffect(event.key, curves, crosshair?.x);
    if (!effect) return;
    event.preventDefault();
    switch (effect.kind) {
      case 'leave':
        pointer.current?.cancelDrag();
        board.setCrosshair(undefined);
        return;
      case 'zoom':
        setZoom(effect.zoom);
        return;
      case 'move':
        board.setCrosshair(surface.current ? keyCrosshair(surface.current, metric, effect.x) : undefined);
        return;
      default:
        effect satisfies never;
    }
  };
  const hideByKeys = (): void => {
    if (board.state.getState().crosshair?.by === 'keys') board.setCrosshair(undefined);
  };
  return (
    <div ref={frame} className="chart-frame">
      <CrosshairSlider metric={metric} name={name} onKeyDown={onKeyDown} onBlur={hideByKeys}>
        <div
          ref={surface}
          className="chart-canvas"
          aria-hidden="true"
          style={{ visibility: drawn ? undefined : 'hidden' }}
        />
      </CrosshairSlider>
      {!drawn && !message && <Wait batch={batch} />}
      {message && <p className="chart-message">{message}</p>}
    </div>
  );
}

function keyCrosshair(surface: ChartContainer, metric: Metric, x: number): Crosshair | undefined {
  const plot = surface[CHART_PLOT];
  if (!plot) return undefined;
  const { left, top } = surface.getBoundingClientRect();
  const at = {
    clientX: left + plot.left + plot.pixelsOf(x),
    clientY: top + plot.top,
    plotBottom: top + plot.top + plot.height,
  };
  return { x, metric, by: 'keys', level: undefined, at };
}

function Wait({ batch }: Pick<CanvasProps, 'batch'>) {
  const active = usePage((state) =>
    charted(state).some(
      ({ visible, active, experiment }) =>
        visible && active && (batch === undefined || experiment.batch === batch),
    ),
  );
  const what = usePage(({ view }) => (view.split === 'validation' ? 'validation' : 'measurement'));
  return (
    <p className="chart-wait">
      {active ? `Waiting for the first ${what} …` : `No run shown here got as far as a ${what}.`}
    </p>
  );
}
