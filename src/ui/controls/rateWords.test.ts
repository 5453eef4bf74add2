import { expect, it } from 'vitest';
import { describeRate, describeStart } from './rateWords.ts';

it.each([
  ['cosine', 0.5, 'Learning rate: up to 0.001 in the first 0.5 epochs, then down to 0 at the end.'],
  ['cosine', 0, 'Learning rate: 0.001, then down to 0 at the end.'],
  ['constant', 1, 'Learning rate: up to 0.001 in the first epoch.'],
  ['steps', 0, 'Learning rate: 0.001, 0.0001 after half and 0.00001 after three quarters of the training.'],
  ['steps', 6, 'Learning rate: grows to 0.0005 only; the warm-up takes 6 epochs, the run has 3.'],
] as const)('says how the rate goes on: %s after a warm-up of %d', (schedule, warmup, words) => {
  expect(describeRate({ lr: 0.001, schedule, warmup, epochs: 3 })).toBe(words);
});

it('says where a fork takes a schedule up', () => {
  const settings = { lr: 0.001, schedule: 'cosine', warmup: 0, epochs: 3, batch: 8, images: 500 } as const;
  // Half of it: (1 + cos π/2) / 2.
  expect(describeStart(settings, 750)).toBe(
    'It counts from the start of the run: this fork begins after 1.5 of 3 epochs, at 0.0005.',
  );
  // The first update of the second epoch: 508 of 1,000 images of the warm-up.
  expect(describeStart({ ...settings, warmup: 2 }, 500)).toContain('after 1 of 3 epochs, at 0.000508.');
  // The last one of an epoch has 4 images.
  expect(describeStart({ ...settings, warmup: 2 }, 496)).toContain('after 0.99 of 3 epochs, at 0.0005.');
});
