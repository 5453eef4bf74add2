/** The activations on one side of the norm: how they are spread now, in one figure, and how that came about, one figure a run. */

import { useMemo } from 'react';
import type { Histogram } from '../../../../inspection/question.ts';
import { grouped } from '../../../../spec/numbers.ts';
import { type Distribution, DistributionPlot } from '../../../plots/DistributionPlot.tsx';
import { HeatPlot } from '../../../plots/HeatPlot.tsx';
import { short } from '../numbers.ts';
import type { RunLook } from '../useRunLooks.ts';
import { ChartBlock, FigureName } from './ChartBlock.tsx';
import { commonRange, heatCells, quantile, type Range, rebin, type Timed } from './distribution.ts';
import type { LayerSeries } from './useSides.ts';

interface DistributionsProps {
  readonly title: string;
  readonly how: string;
  readonly series: readonly LayerSeries[];
  /** What the norm reads, or what it writes. */
  readonly side: 'before' | 'after';
}

/** One run's histograms, oldest first; never empty. */
interface Course {
  readonly look: RunLook;
  readonly timed: readonly Timed[];
  readonly latest: Histogram;
}

const FINE_BINS = 40;
const COARSE_BINS = 36;

export function Distributions({ title, how, series, side }: DistributionsProps) {
  const courses = useMemo(() => series.flatMap((each) => courseOf(each, side)), [series, side]);
  const range = useMemo(
    () => commonRange(courses.flatMap(({ timed }) => timed.map(({ histogram }) => histogram))),
    [courses],
  );
  if (!range) return null;
  return (
    <ChartBlock title={title} how={how}>
      <Latest courses={courses} range={range} />
      <Heat courses={courses} range={range} />
    </ChartBlock>
  );
}

function courseOf({ look, snapshots }: LayerSeries, side: 'before' | 'after'): Course[] {
  const timed = snapshots.flatMap(({ images, layer }) => {
    const histogram = layer[side];
    return histogram ? [{ images, histogram }] : [];
  });
  const latest = timed.at(-1)?.histogram;
  return latest ? [{ look, timed, latest }] : [];
}

interface FiguresProps {
  readonly courses: readonly Course[];
  readonly range: Range;
}

function Latest({ courses, range }: FiguresProps) {
  const distributions = useMemo(
    () =>
      courses.map(
        ({ look, latest }): Distribution => ({
          colour: look.colour,
          dash: look.dash,
          points: [...rebin(latest, range, FINE_BINS)].map((share, i) => ({
            value: range.low + ((i + 0.5) * (range.high - range.low)) / FINE_BINS,
            share,
          })),
        }),
      ),
    [courses, range],
  );
  const label = courses.map(({ look, latest }) => `${look.name}: ${describe(latest)}`).join(' ');
  return (
    <DistributionPlot label={`Now. ${label}`} distributions={distributions} xLabel="value" range={range} />
  );
}

/** 'mean 0.4, deviation 0.6, nine in ten between 0 and 1.9.' */
function describe(histogram: Histogram): string {
  const [low, high] = [quantile(histogram, 0.05), quantile(histogram, 0.95)].map(short);
  return `mean ${short(histogram.mean)}, deviation ${short(histogram.deviation)}, nine in ten between ${low} and ${high}.`;
}

function Heat({ courses, range }: FiguresProps) {
  const maps = useMemo(
    () => courses.map(({ timed }) => heatCells(timed, range, COARSE_BINS)),
    [courses, range],
  );
  const times = useMemo(() => timesOf(courses), [courses]);
  const densest = Math.max(0.01, ...maps.flat().map(({ share }) => share));
  if (courses.every(({ timed }) => timed.length < 2)) return null;
  return (
    <div className="figure-pair">
      {courses.map(({ look, timed, latest }, i) => (
        <div key={look.colour + look.name}>
          <FigureName look={look} />
          {timed.length < 2 ? (
            <p className="remark">Looked at only once so far.</p>
          ) : (
            <HeatPlot
              label={describeCourse(look, timed, latest)}
              cells={maps[i] ?? []}
              yLabel="value"
              times={times}
              range={range}
              densest={densest}
              colour={look.colour}
            />
          )}
        </div>
      ))}
    </div>
  );
}

function describeCourse({ name }: RunLook, timed: readonly Timed[], latest: Histogram): string {
  const [first, last] = [timed[0], timed.at(-1)];
  const when = `from ${grouped(first?.images ?? 0)} to ${grouped(last?.images ?? 0)} images`;
  return `${name}, ${when}: at first ${describe(first?.histogram ?? latest)} Now ${describe(latest)}`;
}

/** Training images at the first and at the last snapshot of any run. */
function timesOf(courses: readonly Course[]): readonly [number, number] {
  const images = courses.flatMap(({ timed }) => timed.map((each) => each.images));
  return [Math.min(...images), Math.max(...images)];
}
