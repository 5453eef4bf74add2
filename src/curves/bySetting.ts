/**
 * Test accuracy against a setting that is a number, such as the batch size, a line a method: worked out once for the
 * page's plot, the report, the exported figure and the terminal's. Means over seeds with Student's 95 % interval; one
 * seed is a point without interval.
 */

import { nameGroups } from '../results/groupNames.ts';
import { type Group, groupKey } from '../results/groups.ts';
import { type Interval, mean, meanInterval } from '../results/statistics.ts';
import { FIELDS, type FieldKey } from '../spec/fields.ts';
import { publishedCell } from '../spec/study.ts';
import { Allotment } from './colours.ts';
import type { Domain } from './domain.ts';

/** Accuracies are fractions. */
export interface SettingPoint {
  readonly value: number;
  /** Where it is drawn: beside its value, so that methods do not hide each other. */
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

export interface SettingLine {
  /** 'BN' */
  readonly name: string;
  /** Index into the palette. */
  readonly palette: number;
  /** By ascending value. */
  readonly points: readonly SettingPoint[];
}

export interface SettingPlot {
  readonly setting: FieldKey;
  /** Of the axis: the base of its logarithm, or undefined where it is linear. */
  readonly log: number | undefined;
  readonly lines: readonly SettingLine[];
  /** Those that were run, ascending: the axis' ticks. */
  readonly values: readonly number[];
  readonly xDomain: Domain;
  readonly yDomain: Domain;
}

/** A line's group at values of no account: what groups of one line share. */
const atAny = ({ experiment, fork }: Group, settings: readonly FieldKey[]) => {
  const any = Object.fromEntries(settings.map((setting) => [setting, FIELDS[setting].default]));
  return {
    experiment: { ...experiment, ...any },
    fork: fork && { ...fork, experiment: { ...fork.experiment, ...any } },
  };
};

/**
 * @param setting one that is a number
 * @param paletteOf a group's colour, of which a line takes the first in the palette; without it each gets its method's
 * @param own settings that each point of a line may have another value of, such as a learning rate that was searched
 * @returns undefined where no method has results at two of its values: there is nothing to draw
 */
export function bySetting(
  groups: readonly Group[],
  setting: FieldKey,
  paletteOf?: (group: Group) => number | undefined,
  own: readonly FieldKey[] = [],
): SettingPlot | undefined {
  const free = [setting, ...own];
  const byLine = new Map<string, Group[]>();
  for (const group of groups.filter(hasEnded)) {
    const key = groupKey(atAny(group, free));
    byLine.set(key, [...(byLine.get(key) ?? []), group]);
  }
  const ofLines = [...byLine.values()];
  if (!ofLines.some((line) => line.filter(hasResult).length > 1)) return undefined;
  const numberOf = ({ experiment }: Group): number => Number(experiment[setting]);
  const values = [...new Set(ofLines.flat().map(numberOf))].sort((a, b) => a - b);
  const { names } = nameGroups(ofLines.flatMap(([first]) => (first ? [atAny(first, free)] : [])));
  const scale = scaleOf(setting, values);
  const step = stepBetween(values.map(scale.to), ofLines.length);
  const allotment = new Allotment([]);
  const lines = ofLines.flatMap((line, i): SettingLine[] => {
    const [first] = line;
    if (!first) return [];
    const told = line.flatMap((group) => paletteOf?.(group) ?? []);
    const run = atAny(first, free);
    const palette = allotment.colourFor(run, told.length > 0 ? Math.min(...told) : undefined);
    allotment.add(run, palette);
    const aside = (i - (ofLines.length - 1) / 2) * step;
    const points = line
      .toSorted((a, b) => numberOf(a) - numberOf(b))
      .map((group) => pointOf(group, numberOf(group), scale.from(scale.to(numberOf(group)) + aside)));
    return [{ name: names[i] ?? '', palette, points }];
  });
  const { log } = scale;
  return { setting, log, lines, values, xDomain: xDomainOf(lines, scale), yDomain: yDomainOf(lines) };
}

const hasResult = ({ accuracies, raw }: Group): boolean => accuracies.length + raw.length > 0;
const hasEnded = (group: Group): boolean => hasResult(group) || group.diverged > 0;

const pointOf = (
  { experiment, accuracies, diverged, raw }: Group,
  value: number,
  x: number,
): SettingPoint => ({
  value,
  x,
  mean: accuracies.length > 0 ? mean(accuracies) : undefined,
  interval: meanInterval(accuracies),
  accuracies,
  diverged,
  raw: raw.length > 0 ? mean(raw) : undefined,
  published: publishedCell(experiment)?.accuracy,
});

/** From values to places on the axis and back. */
interface Scale {
  readonly log: number | undefined;
  to(value: number): number;
  from(place: number): number;
}

const LINEAR: Scale = { log: undefined, to: (value) => value, from: (place) => place };

/** Batch sizes double; of others a span of ten times and more is told apart by its orders. */
function scaleOf(setting: FieldKey, values: readonly number[]): Scale {
  const [low = 0, high = 0] = [values[0], values.at(-1)];
  if (low <= 0 || (setting !== 'batch' && high / low < 10)) return LINEAR;
  const log = setting === 'batch' || setting === 'groups' ? 2 : 10;
  return { log, to: (value) => Math.log2(value), from: (place) => 2 ** place };
}

/** On the axis: a small share of it, and all lines within less than half the way to the next value. */
function stepBetween(places: readonly number[], lines: number): number {
  const gaps = places.slice(1).map((place, i) => place - (places[i] ?? 0));
  const all = (places.at(-1) ?? 0) - (places[0] ?? 0);
  return Math.min(0.014 * all, (0.4 * Math.min(...gaps)) / lines);
}

function xDomainOf(lines: readonly SettingLine[], { to, from }: Scale): Domain {
  const drawn = lines.flatMap(({ points }) => points.map(({ x }) => to(x)));
  const [low, high] = [Math.min(...drawn), Math.max(...drawn)];
  const room = 0.05 * (high - low);
  return [from(low - room), from(high + room)];
}

/** All that is drawn, with some room; an interval counts as far as there are accuracies. */
function yDomainOf(lines: readonly SettingLine[]): Domain {
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
