/** What the runs on the page say about the methods compared: their groups of seeds, and the verdict on them. */
import { type Group, groupRuns } from '../results/groups.ts';
import { describeOneRate, describeRates } from '../results/rateSearch.ts';
import {
  DATA_APART,
  describeVerdictDetail,
  groupsByData,
  MIN_SEEDS,
  saidAt,
  type Verdict,
  verdictOf,
  verdictsBy,
  wordsOn,
} from '../results/verdict.ts';
import { methodName } from '../spec/describe.ts';
import { type Experiment, expandRepeats } from '../spec/experiment.ts';
import type { FieldKey } from '../spec/fields.ts';
import { groundOf } from '../spec/matrix.ts';
import { searchedKeys } from './cells.ts';
import { comparedRuns } from './comparedRuns.ts';
import { type RunRecord, resultOf } from './run.ts';
import { wishKey } from './runGroups.ts';
import type { PageState } from './state.ts';

export interface PageVerdict {
  /** In bold: one sentence, or one a batch size or what else the table varies. */
  readonly headlines: readonly string[];
  /** What else is to be said: further comparisons, what is not counted, the means. */
  readonly details: readonly string[];
  /** Seeds that the group that lacks most needs for a verdict; 0 where it is due, or more would not help. */
  readonly missingSeeds: number;
  /** Single-seed experiments that would bring every group as many seeds more as are missing, or MIN_SEEDS more. */
  readonly further: readonly Experiment[];
}

/** Undefined while there is nothing to compare. */
export function verdictOfPage(state: PageState): PageVerdict | undefined {
  const runs = comparedRuns(state);
  return verdictOfRuns(runs, groundOf(state.matrix), describeRatesOf(runs, state));
}

/** How the methods came to their learning rates; '' where that is what is compared, or where there is one method. */
function describeRatesOf(runs: readonly RunRecord[], state: PageState): string {
  const { rates } = state.matrix;
  if (rates && runs.length > 0) {
    const { taken } = searchedKeys(state);
    if (runs.every((run) => taken.has(wishKey(run)))) return describeRates(rates);
  }
  const [rate, ...others] = new Set(runs.map(({ experiment }) => experiment.lr));
  const methods = new Set(runs.map(({ experiment }) => methodName(experiment)));
  return rate !== undefined && others.length === 0 && methods.size > 1 ? describeOneRate(rate) : '';
}

/** Of the latest runs only: they stay the same objects while other parts of the state change. */
let cached: {
  readonly runs: readonly RunRecord[];
  readonly ground: FieldKey | undefined;
  readonly rates: string;
  readonly verdict: PageVerdict | undefined;
} = { runs: [], ground: undefined, rates: '', verdict: undefined };

function verdictOfRuns(
  runs: readonly RunRecord[],
  ground: FieldKey | undefined,
  rates: string,
): PageVerdict | undefined {
  const same = cached.runs.length === runs.length && runs.every((run, i) => run === cached.runs[i]);
  if (!same || cached.ground !== ground || cached.rates !== rates) {
    const verdict = judge(groupRuns(runs.map(resultOf)), ground);
    const due = verdict?.missingSeeds === 0 && rates !== '';
    cached = {
      ...{ runs, ground, rates },
      verdict: due ? { ...verdict, details: [...verdict.details, rates] } : verdict,
    };
  }
  return cached.verdict;
}

/** Runs on other images are never held against each other: a verdict for each data set, which says which it is. */
function judge(groups: readonly Group[], ground: FieldKey | undefined): PageVerdict | undefined {
  const sets = groupsByData(groups);
  const judged = sets.map((set) => ({ ...set, verdict: judgeAlike(set.groups, ground) }));
  const [only] = judged;
  if (judged.length < 2 && !only?.instead) return only?.verdict;
  const told = judged.flatMap(({ data, verdict }) => (verdict ? [{ data, verdict }] : []));
  if (told.length === 0) return undefined;
  return {
    headlines: told.flatMap(({ data, verdict }) => wordsOn(data, verdict.headlines)),
    details: [
      ...told.flatMap(({ data, verdict }) => wordsOn(data, verdict.details)),
      ...(judged.length > 1 ? [DATA_APART] : []),
    ],
    missingSeeds: Math.max(...told.map(({ verdict }) => verdict.missingSeeds)),
    further: told.flatMap(({ verdict }) => verdict.further),
  };
}

/** @param ground the table's: methods compete within each of its values, or else within each batch size */
function judgeAlike(groups: readonly Group[], ground: FieldKey | undefined): PageVerdict | undefined {
  if (groups.length < 2 || groups.every(({ seeds, raw }) => seeds.length + raw.length === 0))
    return undefined;
  const varied = [ground ?? 'batch', 'batch' as const].find(
    (key) => new Set(groups.map(({ experiment }) => experiment[key])).size > 1,
  );
  const split = varied ? verdictsBy(groups, varied) : [];
  const several = split.length > 0;
  const verdicts = several ? split.map(({ verdict }) => verdict) : [verdictOf(groups)];
  const seen = several
    ? split.flatMap(({ at, verdict }) => (verdict.seen ? [`At ${at}: ${verdict.seen}`] : []))
    : verdicts.map((verdict) => verdict.seen);
  const told = several ? split.map(({ at, verdict }) => withPlace(at, verdict)) : verdicts;
  const missingSeeds = Math.max(...verdicts.map((verdict) => verdict.missingSeeds));
  return {
    // First what was seen, then what that is worth.
    headlines: [...seen, ...headlinesOf(told)].filter(Boolean),
    details: [
      ...told.flatMap(({ sentences }) => sentences.slice(1)),
      ...(several || (seen[0] !== '' && groups.length === 2) ? [] : [describeVerdictDetail(groups)]),
    ],
    missingSeeds,
    further: furtherSeeds(groups, missingSeeds),
  };
}

/** With where that is, but for a lack of seeds, which claims nothing. */
function withPlace(at: string, verdict: Verdict): Verdict {
  const [first, ...others] = verdict.sentences;
  const headline = verdict.kind === 'few' ? first : saidAt(at, first);
  return { ...verdict, sentences: [headline, ...others.map((sentence) => saidAt(at, sentence))] };
}

/** Batch sizes that all lack seeds say so once. */
const headlinesOf = (verdicts: readonly Verdict[]): string[] => [
  ...new Set(verdicts.map(({ sentences: [headline] }) => headline)),
];

/** Of groups that lack seeds what they lack; where none does, as many more of each as a verdict needs at least. */
function furtherSeeds(groups: readonly Group[], missingSeeds: number): Experiment[] {
  return groups
    .filter(({ fork, seeds, diverged }) => !fork && (seeds.length > 0 || diverged === 0))
    .flatMap(({ experiment, runs, seeds }) => {
      const repeats = missingSeeds > 0 ? Math.max(0, MIN_SEEDS - seeds.length) : MIN_SEEDS;
      const last = Math.max(...runs.map((run) => run.experiment.seed));
      return repeats === 0 ? [] : expandRepeats({ ...experiment, seed: last + 1, repeats });
    });
}
