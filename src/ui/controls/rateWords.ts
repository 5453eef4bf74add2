/** The course of the learning rate in words. */
import { listOf } from '../../spec/describe.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { learningRateAt, type RateSettings } from '../../spec/learningRate.ts';
import { plain, significant } from '../../spec/numbers.ts';

/** 'Learning rate: up to 0.001 in the first 0.5 epochs, then down to 0 at the end.' */
export function describeRate({ lr, schedule, warmup, epochs }: RateSettings): string {
  if (warmup >= epochs && warmup > 0) {
    const share = plain((lr * epochs) / warmup);
    return `Learning rate: grows to ${share} only; the warm-up takes ${plain(warmup)} epochs, the run has ${epochs}.`;
  }
  const rises = `up to ${plain(lr)} in the first ${warmup === 1 ? 'epoch' : `${plain(warmup)} epochs`}`;
  const start = warmup > 0 ? [rises] : schedule === 'constant' ? [] : [plain(lr)];
  const goesOn = {
    constant: [],
    cosine: ['then down to 0 at the end'],
    steps: [`${plain(lr / 10)} after half`, `${plain(lr / 100)} after three quarters of the training`],
  }[schedule];
  const [first = '', ...others] = [...start, ...goesOn];
  const joined = schedule === 'steps' ? listOf([first, ...others]) : [first, ...others].join(', ');
  return `Learning rate: ${joined}.`;
}

/**
 * Where a fork takes a schedule up: 'It counts from the start of the run: this fork begins after 1.43 of 3 epochs, at 0.0005.'
 * @param seen training images behind it
 */
export function describeStart(
  experiment: RateSettings & Pick<Experiment, 'batch' | 'images'>,
  seen: number,
): string {
  const { batch, images, epochs } = experiment;
  const left = images - (seen % images);
  const rate = learningRateAt(experiment, seen / images, (seen + Math.min(batch, left)) / images);
  const done = plain(Math.round((100 * seen) / images) / 100);
  return `It counts from the start of the run: this fork begins after ${done} of ${epochs} epochs, at ${significant(rate, 3)}.`;
}
