import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { newRun } from '../../store/run.ts';
import { guideStep } from './steps.ts';

it('goes on when a run trains, and when an epoch is done', () => {
  const run = newRun('a', DEFAULT_EXPERIMENT, 0, 'GN');
  const epoch = { epoch: 1, images: 100, loss: 1, acc: 0.5, val_loss: 1, val_acc: 0.5 };
  expect(guideStep({ runs: [] })).toBe(0);
  expect(guideStep({ runs: [run] })).toBe(1);
  expect(guideStep({ runs: [run, { ...run, id: 'b', history: [epoch] }] })).toBe(2);
});
