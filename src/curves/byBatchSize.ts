/**
 * Test accuracy against batch size, a line a method: worked out once for the page's plot, the report, the exported
 * figure and the terminal's. Means over seeds with Student's 95 % interval; one seed is a point without interval.
 */
import { nameGroups } from '../results/groupNames.ts';
import { type Group, groupKey } from '../results/groups.ts';
import { type Interval, mean, meanInterval } from '../results/statistics.ts';
import { publishedCell } from '../spec/study.ts';
import { type Coloured, colourFor } from './colours.ts';
import type { Domain } from './domain.ts';

/** Accuracies are fractions. */
export interface BatchPoint {
  readonly batch: number;
  /** Where it is drawn: beside its batch size, so that methods do not hide each other. */
  readonly x: number;
  /** Of the seeds that finished; undefined where none did. */
  readonly mean: number | undefined;
  /** Undefined for fewer than two seeds. */
  readonly interval: Interval | undefined;
  /** One a seed. */
  readonly accuracies: readonly number[];
  readonly diverged: number;
  /** Mean of the raw scores, where they say little about what was learned. */
  readonly raw: number | undefined;
  /** The original study's figure, where it has this cell. */
  readonly published: number | undefined;
}

export interface BatchLine {
  /** 'BN' */
  readonly name: string;
  /** Index into the palette. */
  readonly palette: number;
  /** By ascending batch size. */
  readonly points: readonly BatchPoint[];
}

export interface BatchSizes {
  readonly lines: readonly BatchLine[];
  /** Those that were run, ascending: the axis' ticks. */
  readonly batches: readonly number[];
  readonly xDomain: Domain;
  readonly yDomain: Domain;
}

/** A line's group at a batch size of no account: what groups of one line share. */
const atAnyBatch = ({ experiment, fork }: Group) => ({
  experiment: { ...experiment, batch: 1 },
  fork: fork && { ...fork, experiment: { ...fork.experiment, batch: 1 } },
});

/**
 * @param paletteOf a group's colour, of which a line takes the first in the palette; without it each gets its method's
 * @returns undefined where no method has results at two batch sizes: there is nothing to draw
 */
export function byBatchSize(
  groups: readonly Group[],
  paletteOf?: (group: Group) => number | undefined,
): BatchSizes | undefined {
  const byLine = new Map<string, Group[]>();
  for (const group of groups.filter(hasEnded)) {
    const key = groupKey(atAnyBatch(group));
    byLine.set(key, [...(byLine.get(key) ?? []), group]);
  }
  const ofLines = [...byLine.values()];
  if (!ofLines.some((line) => line.filter(hasResult).length > 1)) return undefined;
  const batches = [...new Set(ofLines.flat().map(({ experiment }) => experiment.batch))].sort(
    (a, b) => a - b,
  );
  const { names } = nameGroups(ofLines.flatMap(([first]) => (first ? [atAnyBatch(first)] : [])));
  const step = stepBetween(batches, ofLines.length);
  const coloured: Coloured[] = [];
  const lines = ofLines.flatMap((line, i): BatchLine[] => {
    const [first] = line;
    if (!first) return [];
    const told = line.flatMap((group) => paletteOf?.(group) ?? []);
    const run = atAnyBatch(first);
    const palette = colourFor(run, coloured, told.length > 0 ? Math.min(...told) : undefined);
    coloured.push({ ...run, colour: palette });
    const factor = 2 ** ((i - (ofLines.length - 1) / 2) * step);
    const ascending = line.toSorted((a, b) => a.experiment.batch - b.experiment.batch);
    const points = ascending.map((group) => pointOf(group, factor));
    return [{ name: names[i] ?? '', palette, points }];
  });
  return { lines, batches, xDomain: xDomainOf(lines), yDomain: yDomainOf(lines) };
}

const hasResult = ({ accuracies, raw }: Group): boolean => accuracies.length + raw.length > 0;
const hasEnded = (group: Group): boolean => hasResult(group) || group.diverged > 0;

const pointOf = ({ experiment, accuracies, diverged, raw }: Group, factor: number): BatchPoint => ({
  batch: experiment.batch,
  x: experiment.batch * factor,
  mean: accuracies.length > 0 ? mean(accuracies) : undefined,
  interval: meanInterval(accuracies),
  accuracies,
  diverged,
  raw: raw.length > 0 ? mean(raw) : undefined,
  published: publishedCell(experiment)?.accuracy,
});

/** In octaves: a small share of the axis, and all lines within less than half the way to the next batch size. */
function stepBetween(batches: readonly number[], lines: number): number {
  const octaves = batches.map(Math.log2);
  const gaps = octaves.slice(1).map((octave, i) => octave - (octaves[i] ?? 0));
  const all = (octaves.at(-1) ?? 0) - (octaves[0] ?? 0);
  return Math.min(0.014 * all, (0.4 * Math.min(...gaps)) / lines);
}

function xDomainOf(lines: readonly BatchLine[]): Domain {
  const drawn = lines.flatMap(({ points }) => points.map(({ x }) => x));
  const [low, high] = [Math.min(...drawn), Math.max(...drawn)];
  const room = (high / low) ** 0.05;
  return [low / room, high * room];
}

/** All that is drawn, with some room; an interval counts as far as there are accuracies. */
function yDomainOf(lines: readonly BatchLine[]): Domain {
  const values = lines.flatMap(({ points }) =>
    points.flatMap(({ interval, accuracies, raw, published }) => [
      ...accuracies,
      ...(raw === undefined ? [] : [raw]),
      ...(interval ? [interval.low, interval.high] : []),
      ...(published === undefined ? [] : [published]),
    ]),
  );
  const [low, high] = [Math.max(0, Math.min(...values)), Math.min(1, Math.max(...values))];
  const room = Math.max(0.05 * (high - low), 0.005);
  return [Math.max(0, low - room), Math.min(1, high + room)];
}
