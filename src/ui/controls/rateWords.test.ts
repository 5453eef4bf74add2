import { expect, it } from 'vitest';
import { describeRate } from './rateWords.ts';

it.each([
  ['cosine', 0.5, 'Learning rate: up to 0.001 in the first 0.5 epochs, then down to 0 at the end.'],
  ['cosine', 0, 'Learning rate: 0.001, then down to 0 at the end.'],
  ['constant', 1, 'Learning rate: up to 0.001 in the first epoch.'],
  ['steps', 0, 'Learning rate: 0.001, 0.0001 after half and 0.00001 after three quarters of the training.'],
  ['steps', 6, 'Learning rate: grows to 0.0005 only; the warm-up takes 6 epochs, the run has 3.'],
] as const)('says how the rate goes on: %s after a warm-up of %d', (schedule, warmup, words) => {
  expect(describeRate({ lr: 0.001, schedule, warmup, epochs: 3 })).toBe(words);
});
