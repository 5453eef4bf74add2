/**
 * A result against a setting, such as test accuracy against the batch size, a line for each kind of run that differs in
 * something else: worked out once for the page's plots, the report, the exported figure and the terminal's. Means over
 * seeds with Student's 95 % interval; one seed is a point without interval.
 */

import { nameGroups } from '../results/groupNames.ts';
import { type Group, groupKey } from '../results/groups.ts';
import { type Interval, mean, meanInterval } from '../results/statistics.ts';
import { describeSetting, describeValue, methodName } from '../spec/describe.ts';
import type { Experiment } from '../spec/experiment.ts';
import { FIELDS, type FieldKey } from '../spec/fields.ts';
import type { AxisSetting } from '../spec/matrix.ts';
import { plain } from '../spec/numbers.ts';
import { settingsOf } from '../spec/settings.ts';
import { publishedCell } from '../spec/study.ts';
import { Allotment } from './colours.ts';
import type { Domain } from './domain.ts';
import { MEASURES, type Measure, type MeasureKey, readingsOf } from './measures.ts';

/** Accuracies are fractions. */
export interface SettingPoint {
  /** Of the setting; of one that is no number, its place among the others. */
  readonly value: number;
  /** The setting's, as its tick has it: '64', 'Adam'. */
  readonly words: string;
  /** Where it is drawn: beside its value, so that lines do not hide each other. */
  readonly x: number;
  /** Of the seeds that finished; undefined where none did. */
  readonly mean: number | undefined;
  /** Undefined for fewer than two seeds. */
  readonly interval: Interval | undefined;
  /** One a seed. */
  readonly results: readonly number[];
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

/** What the others are held against, drawn across the whole plot. */
export interface DrawnBaseline {
  readonly name: string;
  readonly mean: number;
  readonly interval: Interval | undefined;
}

export interface SettingPlot {
  readonly setting: AxisSetting;
  readonly measure: MeasureKey;
  /** Of the axis: the base of its logarithm, or undefined where it is linear. */
  readonly log: number | undefined;
  /** Whether its values are names, which no line leads between. */
  readonly named: boolean;
  readonly lines: readonly SettingLine[];
  /** Further lines, which are not drawn. */
  readonly left: number;
  /** Those that were run, ascending: the axis' ticks, and what stands at each. */
  readonly values: readonly number[];
  readonly words: readonly string[];
  readonly baseline: DrawnBaseline | undefined;
  readonly xDomain: Domain;
  readonly yDomain: Domain;
}

export interface SettingPlotOptions {
  /** A group's colour, of which a line takes the first in the palette; without it each gets its method's. */
  readonly paletteOf?: (group: Group) => number | undefined;
  /** Settings that each point of a line may have another value of, such as a learning rate that was searched. */
  readonly own?: readonly FieldKey[];
  readonly measure?: MeasureKey;
  /** Lines to draw, those with results at most values first. */
  readonly most?: number;
  readonly baseline?: { readonly name: string; readonly group: Group } | undefined;
}

const METHOD_FIELDS: readonly FieldKey[] = ['norm', 'weights', 'groups'];

/** A line's group at values of no account: what groups of one line share. */
const atAny = ({ experiment, fork }: Group, settings: readonly FieldKey[]) => {
  const any = Object.fromEntries(settings.map((setting) => [setting, FIELDS[setting].default]));
  return {
    experiment: { ...experiment, ...any },
    fork: fork && { ...fork, experiment: { ...fork.experiment, ...any } },
  };
};

/** 'momentum 0.9': what tells a line's groups from others of their methods, and is lost where the method is of no account. */
function ownOf(line: readonly GroupRead[], any: Experiment): string {
  const told = line.flatMap(({ group: { experiment } }) =>
    settingsOf(experiment)
      .filter((key) => !settingsOf(any).includes(key) && experiment[key] !== FIELDS[key].default)
      .map((key) => describeSetting(experiment, key)),
  );
  return [...new Set(told)].join(', ');
}

/** @returns undefined where no line has results at two values: there is nothing to draw */
export function bySetting(
  groups: readonly Group[],
  setting: AxisSetting,
  { paletteOf, own = [], measure = 'test', baseline, most = Infinity }: SettingPlotOptions = {},
): SettingPlot | undefined {
  const read = groups.map((group) => ({ group, ...readingsOf(group.runs, measure) })).filter(hasEnded);
  const free = [...(setting === 'method' ? METHOD_FIELDS : [setting]), ...own];
  const byLine = new Map<string, GroupRead[]>();
  for (const one of read) {
    // A line has one group at a value: of two methods of one name, with momenta of their own, the second is on another.
    const value = settingValue(one.group.experiment, setting);
    const isThere = ({ group }: GroupRead): boolean => settingValue(group.experiment, setting) === value;
    let key = groupKey(atAny(one.group, free));
    while (byLine.get(key)?.some(isThere)) key += ' again';
    byLine.set(key, [...(byLine.get(key) ?? []), one]);
  }
  const all = [...byLine.values()];
  const placesOf = (line: readonly GroupRead[]) =>
    new Set(line.filter(hasResult).map(({ group }) => settingValue(group.experiment, setting)));
  if (!all.some((line) => placesOf(line).size > 1)) return undefined;
  const ofLines = all.length > most ? all.toSorted((a, b) => b.length - a.length).slice(0, most) : all;
  const axis = axisOf(
    setting,
    ofLines.flat().map(({ group }) => group.experiment),
  );
  const { scale, values } = axis;
  const first = ofLines.flatMap(([one]) => (one ? [atAny(one.group, free)] : []));
  const { names } = nameGroups(first);
  const alike = new Set(names).size === 1;
  const step = axis.named
    ? Math.min(0.1, 0.6 / ofLines.length)
    : stepBetween(values.map(scale.to), ofLines.length);
  const allotment = new Allotment([]);
  const lines = first.map((run, i): SettingLine => {
    const line = ofLines[i] ?? [];
    const told = line.flatMap(({ group }) => paletteOf?.(group) ?? []);
    // Where methods stand side by side, their colours tell no lines apart.
    const colour = told.length > 0 ? Math.min(...told) : undefined;
    const palette = setting === 'method' ? i : allotment.colourFor(run, colour);
    allotment.add(run, palette);
    const aside = (i - (ofLines.length - 1) / 2) * step;
    const points = line
      .map((one) => ({ one, value: axis.placeOf(one.group.experiment) }))
      .toSorted((a, b) => a.value - b.value)
      .map(({ one, value }) =>
        pointOf(one, {
          value,
          words: axis.words[values.indexOf(value)] ?? '',
          x: scale.from(scale.to(value) + aside),
          measure,
        }),
      );
    // Without its method, a line is told by what it still has.
    const rest = setting === 'method' && alike ? describeSetting(run.experiment, 'batch') : names[i];
    const isShared = names.filter((name) => name === names[i]).length > 1;
    return {
      name: [rest, isShared && ownOf(line, run.experiment)].filter(Boolean).join(', '),
      palette,
      points,
    };
  });
  const against = baseline && baselineAt(baseline, measure);
  return {
    setting,
    measure,
    log: scale.log,
    named: axis.named,
    lines,
    left: all.length - ofLines.length,
    values,
    words: axis.words,
    baseline: against,
    xDomain: axis.named ? [-0.5, values.length - 0.5] : xDomainOf(lines, scale),
    yDomain: yDomainOf(lines, against, MEASURES[measure]),
  };
}

interface GroupRead {
  readonly group: Group;
  /** One a seed that counts, and those that do not. */
  readonly values: readonly number[];
  readonly raw: readonly number[];
}

const hasResult = ({ values, raw }: GroupRead): boolean => values.length + raw.length > 0;
const hasEnded = (read: GroupRead): boolean => hasResult(read) || read.group.diverged > 0;

interface Place extends Pick<SettingPoint, 'value' | 'words' | 'x'> {
  readonly measure: MeasureKey;
}

const pointOf = ({ group, values, raw }: GroupRead, { measure, ...place }: Place): SettingPoint => ({
  ...place,
  mean: values.length > 0 ? mean(values) : undefined,
  interval: meanInterval(values),
  results: values,
  diverged: group.diverged,
  raw: raw.length > 0 ? mean(raw) : undefined,
  published: measure === 'test' ? publishedCell(group.experiment)?.accuracy : undefined,
});

function baselineAt(
  { name, group }: NonNullable<SettingPlotOptions['baseline']>,
  measure: MeasureKey,
): DrawnBaseline | undefined {
  const { values } = readingsOf(group.runs, measure);
  return values.length === 0 ? undefined : { name, mean: mean(values), interval: meanInterval(values) };
}

/** From values to places on the axis and back. */
interface Scale {
  readonly log: number | undefined;
  to(value: number): number;
  from(place: number): number;
}

interface Axis {
  readonly named: boolean;
  readonly scale: Scale;
  readonly values: readonly number[];
  readonly words: readonly string[];
  placeOf(experiment: Experiment): number;
}

/** A method by its name. */
export const settingValue = (experiment: Experiment, setting: AxisSetting): string | number =>
  setting === 'method' ? methodName(experiment) : experiment[setting];

/** Numbers where they belong; names side by side, in the order of the page's choices or as they came. */
function axisOf(setting: AxisSetting, experiments: readonly Experiment[]): Axis {
  if (setting !== 'method' && experiments.every((one) => typeof one[setting] === 'number')) {
    const placeOf = (experiment: Experiment): number => Number(experiment[setting]);
    const values = [...new Set(experiments.map(placeOf))].sort((a, b) => a - b);
    return { named: false, scale: scaleOf(setting, values), values, words: values.map(plain), placeOf };
  }
  const nameOf = (experiment: Experiment): string => String(settingValue(experiment, setting));
  const field = setting === 'method' ? undefined : FIELDS[setting];
  const known: readonly string[] = field?.kind === 'choice' ? field.values : [];
  const first = new Map(experiments.map((experiment) => [nameOf(experiment), experiment] as const).reverse());
  const names = [...new Set(experiments.map(nameOf))].sort((a, b) => known.indexOf(a) - known.indexOf(b));
  const words = names.map((name) => {
    const experiment = first.get(name);
    return experiment && setting !== 'method' ? describeValue(experiment, setting) : name;
  });
  return {
    named: true,
    scale: LINEAR,
    values: names.map((_, i) => i),
    words,
    placeOf: (experiment) => names.indexOf(nameOf(experiment)),
  };
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

/** All that is drawn, with some room; an interval counts as far as such results can be. */
function yDomainOf(
  lines: readonly SettingLine[],
  baseline: DrawnBaseline | undefined,
  { unit: { scale, most } }: Measure,
): Domain {
  const ends = (interval: Interval | undefined) => (interval ? [interval.low, interval.high] : []);
  const values = [
    ...lines.flatMap(({ points }) =>
      points.flatMap(({ interval, results, raw, published }) => [
        ...results,
        ...(raw === undefined ? [] : [raw]),
        ...ends(interval),
        ...(published === undefined ? [] : [published]),
      ]),
    ),
    ...(baseline ? [baseline.mean, ...ends(baseline.interval)] : []),
  ];
  const [low, high] = [Math.max(0, Math.min(...values)), Math.min(most, Math.max(...values))];
  const least = scale === 1 ? 0.005 * high : 0.005;
  const room = Math.max(0.05 * (high - low), least);
  return [Math.max(0, low - room), Math.min(most, high + room)];
}
