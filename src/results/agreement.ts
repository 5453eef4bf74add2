/**
 * Whether a run trained here gives what another one of the same experiment gave: the same to the bit, to rounding, or
 * from which update on it does not.
 *
 * One tolerance for the whole curve, tight enough to see a difference and no model of how rounding grows: training is
 * chaotic, and what rounding does to it differs between networks by orders of magnitude. Measured on the CPU engine,
 * with and without fused multiply-adds, relative difference of the loss (Fashion-MNIST, Adam):
 *
 *   update                          1       8       32     128
 *   reference CNN, BN, batch 2      1e-6    0.3     0.7    0.5
 *   reference CNN, GN+WS, batch 2   1e-6    6e-5    0.01   0.2
 *   reference CNN, BN, batch 64     5e-8    1e-3    0.1
 *   MLP, GN, batch 10               6e-11   8e-5    0.3    0.1
 *
 * So two engines part ways within a hundred updates, and their final accuracies are two draws of one distribution. What
 * tells that apart from another training is the start: other weights, images or masks differ by a tenth at once.
 */

import { validationCount } from '../spec/dataSpec.ts';
import { differingFields, labelWithin, listOf } from '../spec/describe.ts';
import type { FieldKey } from '../spec/fields.ts';
import { grouped } from '../spec/numbers.ts';
import { settingsOf } from '../spec/settings.ts';
import { dataKey, specOf } from '../spec/usedData.ts';
import { groupKey } from './groups.ts';
import type { RunResult } from './runFile.ts';
import { commonWindows, type WindowPair } from './windows.ts';

export type Agreement =
  /** `whole`: both ran to the end; else what both have so far is the same. `weights`: whether those were compared. */
  | { readonly kind: 'identical'; readonly whole: boolean; readonly weights: boolean }
  /** The largest relative difference of a loss. */
  | {
      readonly kind: 'rounding';
      readonly worst: number;
      readonly whole: boolean;
      readonly engines: Engines;
    }
  /** @property together whether everything before `step` agreed, and something was there to agree */
  | {
      readonly kind: 'differs';
      readonly step: number;
      readonly together: boolean;
      readonly engines: Engines;
    }
  /** They are not runs of one experiment. */
  | { readonly kind: 'unlike'; readonly why: string }
  /** There is nothing that both have yet. */
  | { readonly kind: 'pending' };

/**
 * What trained the reference and the run, where both say so: 'CPU (WASM relaxed SIMD)'. Two builds of the CPU engine are two
 * engines here, for one rounds a multiply-add once and the other twice.
 */
type Engines = readonly [reference: string, run: string] | undefined;

/** Of a loss, relative; of an accuracy, that share of the window's images and one image. */
const TOLERANCE = 0.01;
/** Losses below this are compared as if they were this large: near zero, rounding is all there is. */
const LOSS_FLOOR = 0.1;
/** Sums of windows that are merged to be compared are off by this. */
const EXACT = 1e-12;

export interface Precision {
  /** Relative error of the reference's losses, where a link carried them in few digits; 0 for a file. */
  readonly lossPrecision?: number | undefined;
}

export function compareRuns(
  reference: RunResult,
  run: RunResult,
  { lossPrecision = 0 }: Precision = {},
): Agreement {
  const why = whyUnlike(reference, run);
  if (why !== undefined) return { kind: 'unlike', why };
  const pairs = [
    ...commonWindows(reference.points, run.points),
    ...epochPairs(reference, run),
    ...testPair(reference, run),
  ].sort((a, b) => a.step - b.step);
  const divergence = compareDivergence(reference, run);
  if (pairs.length === 0 && divergence === undefined) return { kind: 'pending' };
  const apart = pairs.findIndex((pair) => !agree(pair, TOLERANCE + lossPrecision));
  const parted = pairs[apart];
  const engines = enginesOf(reference, run);
  if (parted) return { kind: 'differs', step: parted.firstStep, together: apart > 0, engines };
  if (divergence?.kind === 'differ') {
    return { kind: 'differs', step: divergence.step, together: pairs.length > 0, engines };
  }
  const whole = divergence?.kind === 'same' || bothFinished(reference, run);
  const same = pairs.every((pair) => agree(pair, EXACT + lossPrecision, EXACT));
  const hashes = [reference.weightsSha256, run.weightsSha256];
  const weights = hashes.includes(null) ? undefined : hashes[0] === hashes[1];
  // Losses in few digits prove nothing alone, equal weights do.
  if (same && (weights ?? lossPrecision === 0))
    return { kind: 'identical', whole, weights: weights === true };
  return { kind: 'rounding', worst: pairs.map(lossDifference).reduce(max, 0), whole, engines };
}

/** 'identical', 'within rounding so far', 'differs from step 120 on' */
export function describeAgreement(agreement: Agreement): string {
  switch (agreement.kind) {
    case 'identical':
      return agreement.whole ? 'identical' : 'identical so far';
    case 'rounding':
      return agreement.whole ? 'within rounding' : 'within rounding so far';
    case 'differs':
      return `differs from step ${grouped(agreement.step)} on`;
    case 'unlike':
      return `not the same experiment: ${agreement.why}`;
    case 'pending':
      return 'nothing to compare yet';
    default:
      return agreement satisfies never;
  }
}

/** The same in a sentence or two that say what to make of it. */
export function explainAgreement(agreement: Agreement): string {
  switch (agreement.kind) {
    case 'identical':
      return agreement.whole
        ? `Every number of the curve${agreement.weights ? ' and all weights are' : ' is'} the same to the bit.`
        : 'Every number so far is the same to the bit.';
    case 'rounding':
      return `The curves are the same to a hundredth: engines round differently, and that is all that is seen${between(agreement.engines)}.`;
    case 'differs':
      return agreement.together
        ? `Both give the same until step ${grouped(agreement.step)} and then part. ${whyParted(agreement.engines)}`
        : 'They differ from the start, by more than rounding can explain: this is not the same training.';
    case 'unlike':
      return `These runs cannot be held against each other: ${agreement.why}.`;
    case 'pending':
      return 'There is no point yet that both curves have.';
    default:
      return agreement satisfies never;
  }
}

function enginesOf({ engine: a }: RunResult, { engine: b }: RunResult): Engines {
  const [reference = '', run = ''] = [a, b].map((engine) => engine.split(' · ')[0]);
  return reference && run ? [reference, run] : undefined;
}

/** ', between CPU (WASM relaxed SIMD) and CPU (WASM SIMD)' */
const between = (engines: Engines): string =>
  engines && engines[0] !== engines[1] ? `, between ${engines[0]} and ${engines[1]}` : '';

function whyParted(engines: Engines): string {
  const amplified = 'Training amplifies the last digit, in which engines differ';
  if (!engines)
    return `${amplified}, so this is expected between two engines: read both as two draws of one experiment. On the same engine it should not happen.`;
  const [reference, run] = engines;
  if (reference !== run)
    return `${amplified}, and one was trained on ${reference}, the other on ${run}, so this is expected: read both as two draws of one experiment.`;
  if (/CPU/.test(run)) {
    const where = /relaxed/.test(run) ? 'wherever a processor fuses multiply and add' : 'everywhere';
    return `Both were trained on ${run}, which gives the same bits ${where}: it should not happen there.`;
  }
  return `Both were trained on ${run}, which need not give the same bits on two devices, and training amplifies the last digit: read both as two draws of one experiment.`;
}

function whyUnlike(reference: RunResult, run: RunResult): string | undefined {
  const experiments = [reference.experiment, run.experiment];
  const settings = new Set<FieldKey>([...experiments.flatMap(settingsOf), 'seed']);
  const differing = differingFields(experiments).filter((key) => settings.has(key));
  if (differing.length > 0) {
    return `they differ in ${listOf(differing.map(labelWithin))}`;
  }
  if (dataKey(reference) !== dataKey(run)) return `they differ in ${labelWithin('data')}`;
  return groupKey(reference) === groupKey(run) ? undefined : 'they are not forks of the same run';
}

function agree({ loss, acc, images }: WindowPair, lossTolerance: number, accTolerance?: number): boolean {
  const [lossA, lossB] = loss;
  const [accA, accB] = acc;
  if (!Number.isFinite(lossA) || !Number.isFinite(lossB)) return Object.is(lossA, lossB);
  const flipped = Math.abs(accA - accB);
  const allowed = accTolerance ?? TOLERANCE + 1 / images + EXACT;
  return Math.abs(lossA - lossB) <= lossTolerance * sizeOf(loss) && flipped <= allowed;
}

const max = (a: number, b: number): number => Math.max(a, b);

const sizeOf = (loss: WindowPair['loss']): number => Math.max(LOSS_FLOOR, ...loss.map(Math.abs));

const lossDifference = ({ loss }: WindowPair): number =>
  loss.every(Number.isFinite) ? Math.abs(loss[0] - loss[1]) / sizeOf(loss) : 0;

/** What both runs have of epochs: their means over training are in the curve, so validation alone. */
function epochPairs(reference: RunResult, run: RunResult): WindowPair[] {
  const spec = specOf(run);
  const images = spec ? validationCount(run.experiment.images, spec) : run.experiment.images;
  return reference.history.flatMap((epoch, i) => {
    const other = run.history[i];
    if (!other || other.images !== epoch.images) return [];
    const step = stepAt(run, epoch.images);
    const loss = [epoch.val_loss, other.val_loss] as const;
    return [{ firstStep: step, step, images, loss, acc: [epoch.val_acc, other.val_acc] as const }];
  });
}

const stepAt = ({ points }: RunResult, images: number): number =>
  points.findLast((point) => point.images <= images)?.step ?? 0;

const bothFinished = (a: RunResult, b: RunResult): boolean =>
  a.outcome.kind === 'finished' && b.outcome.kind === 'finished';

function testPair({ outcome: a }: RunResult, run: RunResult): WindowPair[] {
  const { outcome: b, points } = run;
  if (a.kind !== 'finished' || b.kind !== 'finished') return [];
  const step = points.at(-1)?.step ?? 0;
  const loss = [a.test.loss, b.test.loss] as const;
  const images = specOf(run)?.counts.test ?? run.experiment.images;
  return [{ firstStep: step, step, images, loss, acc: [a.test.acc, b.test.acc] }];
}

/** Where one diverged: whether the other did so too, at the same step; undefined while that is open, or if none did. */
function compareDivergence(
  { outcome: a }: RunResult,
  { outcome: b }: RunResult,
): { readonly kind: 'same' } | { readonly kind: 'differ'; readonly step: number } | undefined {
  const steps = [a, b].flatMap((outcome) => (outcome.kind === 'diverged' ? [outcome.step] : []));
  if (steps.length === 0) return undefined;
  if (steps.length === 2 && steps[0] === steps[1]) return { kind: 'same' };
  const ended = a.kind !== 'stopped' && b.kind !== 'stopped';
  return ended ? { kind: 'differ', step: Math.min(...steps) } : undefined;
}
