/** A run's epochs as bits. */
import { type DataSpec, validationCount } from '../spec/dataSpec.ts';
import type { Experiment } from '../spec/experiment.ts';
import type { EpochResult } from '../training/events.ts';
import { readAccuracies, writeAccuracies } from './accuracies.ts';
import { type BitReader, type BitWriter, Unreadable } from './bits.ts';
import { firstLoss, type LossCode, readLosses, relativePrecision, writeLosses } from './losses.ts';
import {
  advancing,
  MAX_POSITION,
  type Position,
  readPositions,
  windowSizes,
  writePositions,
} from './positions.ts';

/** Within 2^-20: all six digits that anyone prints. Epochs are few and follow each other closely, so it costs little. */
const LOSS: LossCode = { dropped: 4, memory: 1 };

export const HISTORY_PRECISION = relativePrecision(LOSS);

const positionOf = ({ epoch, images }: EpochResult): Position => ({ images, step: epoch });

/** Validation images of a run. @param spec of the data set, where it is known */
export const validated = ({ images }: Pick<Experiment, 'images'>, spec: DataSpec | undefined): number =>
  spec ? validationCount(images, spec) : images;

/** @param spec of the data set, where it is known */
export function writeHistory(
  bits: BitWriter,
  history: readonly EpochResult[],
  experiment: Experiment,
  spec: DataSpec | undefined,
): void {
  const rows = advancing(history, positionOf);
  const positions = rows.map(positionOf);
  const column = (key: Exclude<keyof EpochResult, 'epoch' | 'images'>) => rows.map((row) => row[key]);
  const scored = validated(experiment, spec);
  writePositions(bits, positions, experiment.images);
  bits.whole(scored);
  writeLosses(bits, column('loss'), LOSS, firstLoss(spec));
  writeLosses(bits, column('val_loss'), LOSS, firstLoss(spec));
  writeAccuracies(bits, column('acc'), windowSizes(positions));
  writeAccuracies(
    bits,
    column('val_acc'),
    rows.map(() => scored),
  );
}

export function readHistory(
  bits: BitReader,
  { images }: Experiment,
  spec: DataSpec | undefined,
): readonly EpochResult[] {
  const positions = readPositions(bits, images);
  const scored = bits.wholeUpTo(MAX_POSITION, 'validation images');
  if (scored === 0) throw new Unreadable('a validation has no images');
  const loss = readLosses(bits, positions.length, LOSS, firstLoss(spec));
  const val_loss = readLosses(bits, positions.length, LOSS, firstLoss(spec));
  const acc = readAccuracies(bits, windowSizes(positions));
  const val_acc = readAccuracies(
    bits,
    positions.map(() => scored),
  );
  return positions.map(({ images, step }, i) => ({
    epoch: step,
    images,
    loss: loss[i] ?? Number.NaN,
    acc: acc[i] ?? Number.NaN,
    val_loss: val_loss[i] ?? Number.NaN,
    val_acc: val_acc[i] ?? Number.NaN,
  }));
}
