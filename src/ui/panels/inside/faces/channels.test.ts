import { expect, test } from 'vitest';
import { channelsOf, describeChannels, speaking } from './channels.ts';

const moments = (mean: number[], variance: number[]) => ({
  mean: Float32Array.from(mean),
  variance: Float32Array.from(variance),
});
const batch = moments([1, 2, 0], [4, 1, 0]);
const moving = moments([2, 0, 0.5], [1, 4, 1]);

test('turns variances into deviations, channel by channel', () => {
  expect(channelsOf(batch, moving, undefined)[0]).toEqual({
    channel: 0,
    batchMean: 1,
    movingMean: 2,
    batchDeviation: 2,
    movingDeviation: 1,
    newMean: undefined,
    newDeviation: undefined,
  });
  const [, second] = channelsOf(batch, moving, moments([1, 1.75, 0], [4, 2.25, 0]));
  expect(second).toMatchObject({ newMean: 1.75, newDeviation: 1.5 });
});

test('leaves silent channels off logarithmic axes', () => {
  expect(speaking(channelsOf(batch, moving, undefined)).map(({ channel }) => channel)).toEqual([0, 1]);
  const dead = moments([0, 0, 0], [1, 0, 1]);
  expect(speaking(channelsOf(batch, moving, dead)).map(({ channel }) => channel)).toEqual([0]);
});

test('describes the middle channel and counts the silent ones', () => {
  // Means apart by 0.5 and 2 deviations, deviations 0.5 and 2 times: medians 1.25 and 1.25.
  expect(describeChannels(channelsOf(batch, moving, undefined))).toBe(
    "In the middle channel the moving mean lies 1.25 deviations from the minibatch's, and the moving deviation is 1.25 times its own. 1 of 3 channels is silent in this minibatch.",
  );
  const silent = moments([0, 0], [0, 0]);
  expect(describeChannels(channelsOf(silent, silent, undefined))).toBe(
    '2 of 2 channels are silent in this minibatch.',
  );
});
