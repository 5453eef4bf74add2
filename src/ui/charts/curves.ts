/** From runs to what a chart draws: one common grid, a train and a validation series for each visible run. */
import { isActive, type RunRecord } from '../../store/run.ts';
import { axisEnd, gridPositions, marksOnGrid, onGrid, type Sample, smooth } from './grid.ts';

export type Metric = 'acc' | 'loss';

/**
 * How many images back the train lines' average reaches: a fiftieth of the axis or of a shorter run, but where that
 * is little about 100 images, or a window of one small batch would be all that a point shows.
 */
const smoothingHorizon = (shown: number): number => Math.max(0.02 * shown, Math.min(100, 0.1 * shown));

export interface Series {
  /** A plain word, since Vega reads dots and brackets in field names. */
  readonly key: string;
  readonly name: string;
  readonly split: 'train' | 'validation';
  readonly colour: number;
  /** One value a grid position. */
  readonly values: readonly (number | null)[];
}

export interface Curves {
  /** Positions in images seen, up to the end of the axis. */
  readonly grid: readonly number[];
  readonly series: readonly Series[];
  readonly yDomain: readonly [number, number];
  /** Names of the runs that are above the domain for longer than while they settle. */
  readonly above: readonly string[];
}

export function curvesOf(runs: readonly RunRecord[], metric: Metric): Curves | undefined {
  const shown = runs.filter((run) => run.visible && run.points.length > 0);
  if (shown.length === 0) return undefined;
  const end = axisEnd(Math.max(...shown.map(seenImages)), Math.max(...shown.map(totalImages)));
  const samples = shown.map((run) => ({
    run,
    train: smooth(
      run.points.map((point) => ({ images: point.images, value: point[metric] })),
      smoothingHorizon(Math.min(end, totalImages(run))),
    ),
    validation: run.history.map((epoch) => ({ images: epoch.images, value: epoch[`val_${metric}`] })),
  }));
  const exact = samples.flatMap(({ train, validation }) => [
    ...validation.map(({ images }) => images),
    ...train.slice(-1).map(({ images }) => images),
  ]);
  const grid = gridPositions(end, exact);
  const series = samples.flatMap(({ run, train, validation }, i): Series[] => {
    const of = { name: run.name, colour: run.colour };
    const trained: Series = { key: `t${i}`, split: 'train', values: onGrid(train, grid), ...of };
    if (validation.length === 0) return [trained];
    return [trained, { key: `v${i}`, split: 'validation', values: marksOnGrid(validation, grid), ...of }];
  });
  const yDomain = domainOf(
    metric,
    samples.flatMap((one) => [...settled(one.train, end), ...one.validation]),
  );
  const above = samples.filter((one) => staysAbove(one, yDomain[1], end)).map(({ run }) => run.name);
  return { grid, series, yDomain, above };
}

const totalImages = (run: RunRecord): number =>
  run.progress?.totalImages ?? run.experiment.images * run.experiment.epochs;

const seenImages = (run: RunRecord): number => run.points.at(-1)?.images ?? 0;

/** Tops of the loss axis, in nats. Chance is ln 10 ≈ 2.3; a run far above it has exploded and leaves the chart. */
const LOSS_TOPS = [0.5, 1, 1.5, 2, 2.5, 3, 4, 5] as const;

/** The first steps, at small batches far above chance, may leave the chart, or all that follows would be flat. */
const SETTLING_SHARE = 0.02;
/** The start of a run's axis is a few steps long: so many images, too, are allowed to settle. */
const SETTLING_IMAGES = 200;

function settled(train: readonly Sample[], end: number): readonly Sample[] {
  const after = train.filter(({ images }) => images > SETTLING_SHARE * end);
  return after.length > 0 ? after : train;
}

function domainOf(metric: Metric, samples: readonly Sample[]): readonly [number, number] {
  if (metric === 'acc') return [0, 1];
  const highest = Math.max(0, ...samples.map(({ value }) => value));
  return [0, LOSS_TOPS.find((candidate) => highest <= candidate) ?? 5];
}

interface RunSamples {
  readonly run: RunRecord;
  readonly train: readonly Sample[];
  readonly validation: readonly Sample[];
}

/** Whether a run is above the chart once it had time to settle, or ended there before it had. */
function staysAbove({ run, train, validation }: RunSamples, top: number, end: number): boolean {
  const settling = Math.max(SETTLING_SHARE * end, Math.min(SETTLING_IMAGES, 0.1 * totalImages(run)));
  const last = isActive(run) ? [] : train.slice(-1);
  return [...train.filter(({ images }) => images > settling), ...last, ...validation].some(
    ({ value }) => value > top,
  );
}
