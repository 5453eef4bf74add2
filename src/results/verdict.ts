/**
 * What the seeds say about which is better, in words. Never a claim from one seed: below MIN_SEEDS finished seeds in
 * a group there is no verdict, only how many more to run.
 *
 * Welch's interval (statistics.ts), for one method may scatter many times as much as another (batch norm at batch
 * size 2). Unpaired, although runs of a comparison share their seeds, and with them subset, image order and what
 * initial weights they have in common: training is chaotic (agreement.ts has numbers), so that a shared seed soon
 * means little; groups need not have the same seeds; and pairing three seeds would leave two degrees of freedom.
 * Where sharing does make both better or worse together, the unpaired interval is somewhat too wide, never too sure.
 *
 * Of more than two groups, the best is held against each other one. Which one is best the data decide, so the
 * intervals have to hold for every pair at once: Bonferroni's correction counts all k (k − 1) / 2 pairs, not only
 * the k − 1 that are said.
 */

import { capital, describeSetting, listOf } from '../spec/describe.ts';
import type { FieldKey } from '../spec/fields.ts';
import { canRecalibrate, plainNormName } from '../spec/norms/norms.ts';
import { counted, decimal, grouped, percentage } from '../spec/numbers.ts';
import { dataName, specOf } from '../spec/usedData.ts';
import { nameGroups } from './groupNames.ts';
import { byData, describeScores, describeSpread, type Group } from './groups.ts';
import { differenceInterval, type Interval, mean } from './statistics.ts';

/**
 * With two seeds each, t has 1 to 2 degrees of freedom and is between 4 and 13: the interval tells nothing. With three
 * it has 2 to 4, t is between 2.8 and 4.3, and the differences that matter here (tens of points) stand out.
 */
export const MIN_SEEDS = 3;

const CONFIDENCE = 0.95;
/** More comparisons are counted, not told. */
const MAX_TOLD = 4;

/** One group held against another; `interval` is of the difference of their accuracies, better minus other. */
export interface Contrast {
  readonly better: Group;
  readonly other: Group;
  readonly interval: Interval;
  /** Whether zero is outside of the interval. */
  readonly isDifference: boolean;
}

export interface Verdict {
  /** `few`: there is nothing to hold against each other yet. */
  readonly kind: 'difference' | 'none' | 'few';
  /** Of too few seeds, what was seen all the same: 'GN 86.0 %, BN 65.0 %: 21.0 points apart, one seed each.'; else ''. */
  readonly seen: string;
  /** The headline first. What is not counted comes last. */
  readonly sentences: readonly [string, ...string[]];
  readonly contrasts: readonly Contrast[];
  /** Seeds to add to the group that lacks most; 0 where more seeds would not help. */
  readonly missingSeeds: number;
}

export function verdictOf(groups: readonly Group[]): Verdict {
  const { names, shared } = nameGroups(groups);
  const nameOf = (group: Group): string => names[groups.indexOf(group)] ?? '';
  const uncounted = groups.flatMap((group) => [
    ...(group.unsettled > 0 ? [unjudged(group, nameOf(group))] : []),
    ...(group.diverged > 0 ? [divergence(group, nameOf(group))] : []),
  ]);
  const comparable = groups.filter((group) => !onlyDiverges(group));
  const missingSeeds = comparable.length < 2 ? 0 : Math.max(0, ...groups.map(missing));
  const enough = groups.filter(({ seeds }) => seeds.length >= MIN_SEEDS);
  if (enough.length < 2) {
    return {
      kind: 'few',
      seen: describeSeen(groups),
      sentences: [tooFew(groups, comparable.length, nameOf), ...uncounted],
      contrasts: [],
      missingSeeds,
    };
  }
  const contrasts = contrast(enough);
  const told = contrasts.slice(0, MAX_TOLD).map((each) => tell(each, nameOf, shared, enough.length > 2));
  const rest = contrasts.slice(MAX_TOLD);
  const lacking = groups.filter((group) => !enough.includes(group) && group.seeds.length > 0);
  const [headline = '', ...others] = told;
  return {
    kind: contrasts.some(({ isDifference }) => isDifference) ? 'difference' : 'none',
    seen: '',
    sentences: [
      headline,
      ...others,
      ...(rest.length > 0 ? [countRest(rest)] : []),
      ...(lacking.length > 0 ? [leftOut(lacking, nameOf)] : []),
      ...uncounted,
    ],
    contrasts,
    missingSeeds,
  };
}

/**
 * A verdict for each value of a setting at which there is more than one group: method against method, as a table is
 * read. Numbers ascend.
 * @returns with the setting in words, 'batch 64'
 */
export function verdictsBy(
  groups: readonly Group[],
  setting: FieldKey,
): { readonly at: string; readonly verdict: Verdict }[] {
  const values = [...new Set(groups.map(({ experiment }) => experiment[setting]))];
  if (values.every((value) => typeof value === 'number')) values.sort((a, b) => Number(a) - Number(b));
  return values.flatMap((value) => {
    const there = groups.filter(({ experiment }) => experiment[setting] === value);
    const [first] = there;
    return first && there.length > 1
      ? [{ at: describeSetting(first.experiment, setting), verdict: verdictOf(there) }]
      : [];
  });
}

/** A sentence of verdictsBy beside those of other values: with the value, unless it says that itself. */
export const saidAt = (at: string, sentence: string): string =>
  sentence.includes(at) ? sentence : `${capital(at)}: ${sentence}`;

/** '86.4 ± 0.5 % against 65.1 ± 6.0 % on the 10,000 test images, 5 seeds each.', best first; '' before any result. */
export function describeVerdictDetail(groups: readonly Group[]): string {
  const { names } = nameGroups(groups);
  const scored = groups
    .map((group, i) => ({ group, name: names[i] }))
    .filter(({ group }) => group.seeds.length > 0)
    .sort((a, b) => mean(b.group.accuracies) - mean(a.group.accuracies));
  if (scored.length === 0) return '';
  const seeds = describeSeeds(scored.map(({ group }) => group));
  const verdictIsDue = scored.every(({ group }) => group.seeds.length >= MIN_SEEDS);
  if (groups.length === 2 && scored.length === 2 && verdictIsDue) {
    const [better, other] = scored.map(({ group }) => describeScores(group));
    return `${better} against ${other} on ${testImages(groups)}, ${seeds}.`;
  }
  const list = scored.map(({ group, name }) => `${name} ${describeScores(group)}`).join(', ');
  return `${verdictIsDue ? '' : 'So far: '}${list} on ${testImages(groups)}, ${seeds}.`;
}

/** 'the 10,000 test images' */
function testImages([group]: readonly Group[]): string {
  const count = group && specOf(group)?.counts.test;
  return `the ${count === undefined ? '' : `${grouped(count)} `}test images`;
}

/** The groups by data set: only those on the same images can be held against each other. */
export const groupsByData = (
  groups: readonly Group[],
): { readonly data: string; readonly instead: boolean; readonly groups: readonly Group[] }[] =>
  byData(groups).map((alike) => ({
    data: dataName(alike[0]),
    instead: alike.some(({ data }) => data?.why !== undefined),
    groups: alike,
  }));

/** Of words about the groups of one data set, where there are several sets or it is not the one asked for. */
export const wordsOn = (data: string, words: readonly string[]): string[] =>
  words.map((word) => `On ${data}: ${word}`);

export const DATA_APART = 'Runs on different data are not held against each other.';

/** 'GN+WS 82.9 %, BN 65.4 %: 17.5 points apart, one seed each.': what was seen, before what it is worth; '' for no pair. */
function describeSeen(groups: readonly Group[]): string {
  const { names } = nameGroups(groups);
  const scored = groups
    .map((group, i) => ({ group, name: names[i] ?? '', accuracy: mean(group.accuracies) }))
    .filter(({ group }) => group.seeds.length > 0)
    .sort((a, b) => b.accuracy - a.accuracy);
  const [best, worst] = [scored[0], scored.at(-1)];
  if (!best || !worst || scored.length < 2) return '';
  const told = [best, worst].map(({ group, name }) => `${name} ${describeScores(group)}`).join(', ');
  // Between the numbers as they are told, which is what a reader works out.
  const [most, least] = [best, worst].map(({ group }) => Number.parseFloat(describeScores(group)));
  const apart = decimal((most ?? 0) - (least ?? 0), 1);
  const seeds = describeSeeds([best.group, worst.group]).replace(/^1 seed/, 'one seed');
  return `${told}: ${apart} points apart, ${seeds}.`;
}

/** The best against each other one, the largest difference first. */
function contrast(groups: readonly Group[]): Contrast[] {
  const [better, ...others] = groups.toSorted((a, b) => mean(b.accuracies) - mean(a.accuracies));
  const pairs = (groups.length * (groups.length - 1)) / 2;
  return others.toReversed().flatMap((other) => {
    const confidence = 1 - (1 - CONFIDENCE) / pairs;
    const interval = better && differenceInterval(better.accuracies, other.accuracies, confidence);
    return interval ? [{ better, other, interval, isDifference: interval.low > 0 }] : [];
  });
}

type NameOf = (group: Group) => string;

function tell(
  { better, other, interval, isDifference }: Contrast,
  nameOf: NameOf,
  shared: string,
  several: boolean,
): string {
  const { difference, low, high } = inPoints(interval);
  const where = shared && ` ${shared}`;
  const certainty =
    interval.low === interval.high
      ? 'without any spread'
      : `${several ? 'simultaneous ' : ''}95 % interval ${low} to ${high}`;
  const marked = (group: Group) => `${nameOf(group)}${group.recalibrated > 0 ? ' (recalibrated)' : ''}`;
  const basis = `${certainty}, ${describeSeeds([better, other])}`;
  return isDifference
    ? capital(`${marked(better)} beats ${marked(other)} by ${difference} points${where} (${basis}).`)
    : `No difference seen between ${marked(better)} and ${marked(other)}${where} (difference ${difference} points, ${basis}).`;
}

/** Percentage points with as many digits as the interval's width deserves; a bound that is not zero never reads as zero. */
export function inPoints({ estimate, low, high }: Pick<Interval, 'estimate' | 'low' | 'high'>): {
  difference: string;
  low: string;
  high: string;
} {
  const readsAsZero = (fraction: number, digits: number) =>
    fraction !== 0 && Number(percentage(fraction, digits)) === 0;
  const half = (100 * (high - low)) / 2;
  let digits = half >= 3 ? 0 : half >= 0.3 || half === 0 ? 1 : 2;
  while (digits < 4 && (readsAsZero(low, digits) || readsAsZero(high, digits))) digits++;
  return {
    difference: decimal(100 * estimate, Math.max(1, digits)),
    low: decimal(100 * low, digits),
    high: decimal(100 * high, digits),
  };
}

/** '5 seeds each', '5 and 4 seeds' */
function describeSeeds(groups: readonly Group[]): string {
  const counts = groups.map(({ seeds }) => seeds.length);
  const [first = 0] = counts;
  if (counts.some((count) => count !== first)) return `${listOf(counts.map(String))} seeds`;
  return `${counted(first, 'seed')}${counts.length > 1 ? ' each' : ''}`;
}

/** More seeds of what diverges every time would not help. */
const onlyDiverges = ({ seeds, diverged, unsettled }: Group): boolean =>
  seeds.length + unsettled === 0 && diverged > 0;

const missing = (group: Group): number =>
  onlyDiverges(group) ? 0 : Math.max(0, MIN_SEEDS - group.seeds.length);

/** @param comparable how many have a test accuracy, or may have one */
function tooFew(groups: readonly Group[], comparable: number, nameOf: NameOf): string {
  if (groups.length === 0) return 'Nothing has been trained to the end yet.';
  if (groups.length === 1) return 'No verdict: there is nothing to hold these runs against.';
  const lacking = groups.filter((group) => missing(group) > 0);
  if (comparable < 2) return 'No verdict: what diverges has no test accuracy to compare.';
  const counts = new Set(lacking.map(missing));
  const [count] = counts;
  if (lacking.length === groups.length && counts.size === 1) {
    return `Not enough seeds for a verdict: run ${count} more of each.`;
  }
  const list = lacking.map((group) => `${missing(group)} more of ${nameOf(group)}`);
  return `Not enough seeds for a verdict: run ${listOf(list)}.`;
}

const leftOut = (lacking: readonly Group[], nameOf: NameOf): string =>
  `Not compared, for want of seeds: ${listOf(
    lacking.map((group) => `${nameOf(group)} (run ${missing(group)} more)`),
  )}.`;

function countRest(rest: readonly Contrast[]): string {
  const different = rest.filter(({ isDifference }) => isDifference).length;
  const comparisons = counted(rest.length, 'more comparison');
  const those = different === 0 ? 'none shows' : counted(different, 'shows', 'show');
  return `Of ${comparisons} with the best, ${those} a difference.`;
}

/** What is judged with recalibrated statistics is marked so, and the cautions beside the verdict say why (report/cautions.ts). */
function unjudged({ raw, unsettled, experiment: { norm } }: Group, name: string): string {
  const why = canRecalibrate(norm) ? 'were not recalibrated; run again' : 'had not settled; train for longer';
  return `${counted(unsettled, 'seed')} of ${name} not judged (raw ${describeSpread({ accuracies: raw })}): ${plainNormName(norm)}'s statistics ${why}.`;
}

function divergence({ diverged, runs, seeds, unsettled }: Group, name: string): string {
  const all = diverged + seeds.length + unsettled;
  if (seeds.length === 0 && diverged === runs.length) {
    return capital(`${name} diverged under ${diverged === 1 ? 'its only seed' : `all ${diverged} seeds`}.`);
  }
  return `${diverged} of ${all} ${name} seeds diverged and ${diverged === 1 ? 'is' : 'are'} not counted.`;
}
