import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { divergedRun, madeUpRun } from '../../testing/madeUpRuns.ts';
import { eventFile, histogram, isWhole, RunEvents } from './events.ts';
import { int } from './protobuf.ts';
import { crc32c } from './record.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('crc32c', () => {
  it('is that of RFC 3720', () => {
    const ascending = Uint8Array.from({ length: 32 }, (_, i) => i);
    expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(ascending)).toBe(0x46dd794e);
    expect(crc32c(ascending.toReversed())).toBe(0x113fdb5c);
  });
});

describe('a varint', () => {
  it.each([
    [1, '0801'],
    [300, '08ac02'],
    [2 ** 40, '08808080808020'],
  ])('of %d', (value, expected) => expect(hex(int(1, value))).toBe(expected));
});

// Made by TensorBoard 2.21's own messages and sums.
const GOLDEN_POINT =
  '2700000000000000bbe1b146090000208074d2da4110ac022a190a0b0a046c6f7373150000803e0a0a0a03616363150000403f2b250f93';
const GOLDEN_END =
  '4d000000000000003d63d4a6090000208074d2da412a420a400a1a5f68706172616d735f2f73657373696f6e5f656e645f696e666f4206' +
  '0801120212004a1a0a180a0768706172616d73120d220b0801110000808074d2da412db8406c';

describe('RunEvents', () => {
  it('has the bytes that TensorBoard writes', () => {
    const events = new RunEvents(DEFAULT_EXPERIMENT, 1_800_000_000);
    const point = { images: 600, step: 300, ms: 500, loss: 0.25, acc: 0.75 };
    expect(hex(events.curve([point]))).toBe(GOLDEN_POINT);
    const outcome = { kind: 'finished', test: { loss: 1, acc: 0.5 } } as const;
    const ending = hex(events.ending(outcome, undefined, 1_800_000_002));
    expect(ending.slice(-GOLDEN_END.length)).toBe(GOLDEN_END);
  });
});

describe('eventFile', () => {
  it('is what a run writes while it goes, also where it was taken up again', () => {
    const run = madeUpRun({ epochs: 2, images: 500, batch: 8 }, 0.8);
    const { experiment, points, history, outcome } = run;
    const seen = points.filter(({ images }) => images <= 500);
    const [name, content] = eventFile(run, 1_800_000_003);
    expect(name).toBe('events.out.tfevents.1800000000.norm-playground');

    const events = new RunEvents(experiment, 1_800_000_000);
    const goingOn = [
      events.opening(seen, history.slice(0, 1)),
      events.curve(points.slice(seen.length)),
      ...history.slice(1).map((epoch) => events.epoch(epoch)),
      events.ending(outcome, undefined, 1_800_000_003),
    ];
    expect(hex(content)).toBe(goingOn.map(hex).join(''));
  });

  it('ends with the session, however the run did', () => {
    const diverged = divergedRun();
    for (const run of [diverged, { ...diverged, points: [], outcome: { kind: 'stopped' } as const }]) {
      const [, content] = eventFile(run, 1_800_000_000);
      expect(isWhole(content)).toBe(true);
      expect(Buffer.from(content).includes('test_acc')).toBe(false);
    }
  });
});

describe('isWhole', () => {
  it('is false wherever a file was cut, and of what is no such file', () => {
    const [, content] = eventFile(divergedRun(), 1_800_000_000);
    for (let length = 0; length < content.length; length++)
      expect(isWhole(content.subarray(0, length))).toBe(false);
    expect(isWhole(new Uint8Array(1000).fill(255))).toBe(false);
  });
});

describe('histogram', () => {
  it('counts every value once, the greatest in the last bucket', () => {
    const values = Float32Array.from({ length: 301 }, (_, i) => i / 100);
    const buckets = histogram(values);
    expect(buckets).toHaveLength(30);
    expect([buckets[0]?.[0], buckets[29]?.[1]]).toEqual([0, 3]);
    expect(buckets.reduce((sum, [, , count]) => sum + count, 0)).toBe(301);
    for (const [i, [left]] of buckets.entries()) if (i > 0) expect(left).toBe(buckets[i - 1]?.[1]);
  });

  it('of values that are alike counts them in the last, and leaves out what is not finite', () => {
    const alike = histogram(Float32Array.of(2, 2, Number.NaN, Number.POSITIVE_INFINITY));
    expect(alike.at(-1)).toEqual([2, 2, 2]);
    expect(alike.slice(0, -1).every((bucket) => bucket.join() === '2,2,0')).toBe(true);
    expect(histogram(Float32Array.of(Number.NaN))).toEqual([]);
  });
});
