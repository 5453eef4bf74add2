/**
 * The page with twelve long runs in its store and nobody training them: what bench/charts.ts opens in a browser. It
 * times redraws in containers of its own, and plays the worker's events while the bench uses the page.
 */
import { ColumnCache } from '../src/curves/columns.ts';
import { curvesOf } from '../src/curves/curves.ts';
import { DEFAULT_VIEW, type View, type Zoom } from '../src/curves/view.ts';
import { NORMS } from '../src/spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../src/spec/fields.ts';
import { newRun, type RunRecord } from '../src/store/run.ts';
import { fakeClient } from '../src/testing/fakeClient.ts';
import type { CurvePoint } from '../src/training/events.ts';
import { charted } from '../src/ui/charts/board.ts';
import { drawCurves } from '../src/ui/charts/draw.ts';
import { openPage } from '../src/ui/open.tsx';
import '../src/ui/styles/index.css';

const RUNS = 12;
const POINTS = 20_000;
const EPOCHS = 10;
/** Images between two points. */
const WINDOW = 24;
/** Room for the points to come. */
const TOTAL_IMAGES = POINTS * WINDOW * 1.2;
const SIZE = { width: 490, height: 306 };

/** Noise that is the same at each visit. */
const noise = (i: number): number => (Math.sin(12.9898 * i) * 43_758.5453) % 1;

function pointAt(run: number, i: number): CurvePoint {
  const share = (i + 1) / POINTS;
  const loss = 0.3 + 0.03 * run + 2 * Math.exp(-6 * share) + 0.2 * noise(i + 7919 * run);
  return {
    images: WINDOW * (i + 1),
    step: 12 * (i + 1),
    ms: 3 * (i + 1),
    loss,
    acc: Math.exp(-Math.abs(loss)),
  };
}

function longRun(run: number): RunRecord {
  const experiment = {
    ...DEFAULT_EXPERIMENT,
    norm: NORMS[run % 6] ?? 'group',
    batch: run < 6 ? 2 : 64,
    images: TOTAL_IMAGES / EPOCHS,
    epochs: EPOCHS,
  };
  const history = Array.from({ length: 8 }, (_, i) => ({
    epoch: i + 1,
    images: (TOTAL_IMAGES / EPOCHS) * (i + 1),
    loss: 1,
    acc: 0.5,
    val_loss: 1 / (i + 1) + 0.02 * run,
    val_acc: 1 - 0.5 / (i + 1),
  }));
  return {
    ...newRun(`run-${run}`, experiment, run, `run ${run} · seed 1`),
    status: { kind: 'training' },
    points: Array.from({ length: POINTS }, (_, i) => pointAt(run, i)),
    history,
  };
}

const client = fakeClient();
const root = document.getElementById('root');
if (!root) throw new Error('charts.html has no #root');
const { store } = openPage(client, root);
store.setState({ runs: Array.from({ length: RUNS }, (_, run) => longRun(run)) });

const grown = (runs: readonly RunRecord[]): RunRecord[] =>
  runs.map((run, i) => ({ ...run, points: [...run.points, pointAt(i, run.points.length)] }));

export interface RedrawQuestion {
  readonly rounds: number;
  /** What a visitor changes before each redraw; nothing is what training does. */
  readonly changes: 'nothing' | 'smoothing' | 'zoom';
}

/** Milliseconds of each redraw of both charts, a new point a run between two. */
async function timeRedraws({ rounds, changes }: RedrawQuestion): Promise<number[]> {
  const containers = (['acc', 'loss'] as const).map((metric) => {
    const container = document.createElement('div');
    document.body.append(container);
    return { metric, container };
  });
  const cache = new ColumnCache();
  let { runs } = store.getState();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    runs = grown(runs);
    const view: View = { ...DEFAULT_VIEW, smoothing: changes === 'smoothing' ? 0.3 + 0.01 * round : 0.5 };
    const zoom: Zoom | undefined = changes === 'zoom' ? { from: 1000 * round, to: 300_000 } : undefined;
    const started = performance.now();
    for (const { metric, container } of containers) {
      const curves = curvesOf(charted({ ...store.getState(), runs }), metric, { view, zoom, cache });
      if (curves) await drawCurves(container, curves, { scheme: 'light', size: SIZE, metric, x: 'images' });
    }
    times.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  for (const { container } of containers) container.remove();
  return times;
}

/** Events for all runs so many times a second, as while they train; returns how to stop. */
function play(perSecond: number): () => void {
  const timer = setInterval(() => {
    for (const [i, { id, points, experiment }] of store.getState().runs.entries()) {
      const point = pointAt(i, points.length);
      const progress = {
        phase: { kind: 'training' } as const,
        step: point.step,
        totalSteps: TOTAL_IMAGES / experiment.batch,
        epoch: 9,
        images: point.images,
        totalImages: TOTAL_IMAGES,
        imagesPerSecond: 500,
        secondsLeft: 60,
      };
      client.emit({ kind: 'progress', run: id, progress, points: [point] });
    }
  }, 1000 / perSecond);
  return () => clearInterval(timer);
}

/** Milliseconds from each input to the end of the next frame that could show what it did. */
const latencies: number[] = [];
for (const kind of ['pointerdown', 'pointermove', 'keydown'] as const) {
  addEventListener(
    kind,
    (event) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => latencies.push(performance.now() - event.timeStamp);
        port2.postMessage(undefined);
      }),
    { capture: true },
  );
}

declare global {
  interface Window {
    readonly bench: typeof bench;
  }
}
const bench = { timeRedraws, play, takeLatencies: () => latencies.splice(0) };
Object.assign(window, { bench });
