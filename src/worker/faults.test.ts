/** What a program's mistake does: it ends the run that it hit, in words, and nothing hangs. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { DataUnavailable } from '../data/dataSet.ts';
import type { OfferedKind } from '../engine/engine.ts';
import { FakeEngine, hostOver, start, stepsOf, toStart } from '../testing/fakeHost.ts';
import type { FakeTrainer } from '../testing/fakeTrainer.ts';
import { Library } from './library.ts';
import type { WorkerEvent } from './protocol.ts';

const fault = (): never => {
  throw new TypeError('a is undefined');
};

/** A host whose WebGL trainers are spoilt; those of its CPU are whole. */
function hostWithSpoilt(spoil: (trainer: FakeTrainer) => void) {
  const create = async (kind: OfferedKind) => {
    const engine = new FakeEngine(kind, false, 0);
    const made = engine.createTrainer.bind(engine);
    engine.createTrainer = async (network, parameters) => {
      const trainer = await made(network, parameters);
      if (kind === 'webgl') spoil(trainer);
      return trainer;
    };
    return { engine };
  };
  return hostOver([], { create });
}

const failuresOf = (events: readonly WorkerEvent[]): string[] =>
  events.flatMap((e) => (e.kind === 'ended' && e.outcome.kind === 'failed' ? [e.outcome.message] : []));

const FROM_START =
  'A fault in this page ended the run: a is undefined. Re-run starts it again; if it fails again, reload the page or try another engine.';

describe('a fault', () => {
  afterEach(() => vi.restoreAllMocks());

  const points: Readonly<Record<string, (trainer: FakeTrainer) => void>> = {
    build: fault,
    step: (trainer) => Object.assign(trainer, { step: fault }),
    read: (trainer) => Object.assign(trainer, { readMetrics: fault }),
    evaluate: (trainer) => Object.assign(trainer, { evaluate: fault }),
    checkpoint: (trainer) => Object.assign(trainer, { parameters: fault }),
  };

  it.each(Object.keys(points))('in %s ends its run in words, and no other', async (point) => {
    const { events, send, ended, outcomeOf } = hostWithSpoilt(points[point] ?? fault);
    send(start('a', { engine: 'webgl' }), start('b', { engine: 'wasm', epochs: 20 }));
    await Promise.all([ended('a'), ended('b')]);
    expect(outcomeOf('a')).toEqual({ kind: 'failed', message: FROM_START });
    expect(outcomeOf('b')?.kind).toBe('finished');
    // And the next is trained as if nothing had been.
    send(start('c', { engine: 'wasm' }));
    await ended('c');
    expect(outcomeOf('c')?.kind).toBe('finished');
    expect(failuresOf(events)).toHaveLength(1);
  });

  it('in collecting images does so too', async () => {
    const { send, ended, outcomeOf } = hostOver(['wasm']);
    vi.spyOn(Library.prototype, 'collect').mockRejectedValueOnce(new TypeError('a is undefined'));
    send(start('a'), start('b'));
    await Promise.all([ended('a'), ended('b')]);
    expect(outcomeOf('a')).toEqual({ kind: 'failed', message: FROM_START });
    expect(outcomeOf('b')?.kind).toBe('finished');
  });

  it('after a checkpoint says that the run can be resumed', async () => {
    const trainers: FakeTrainer[] = [];
    const { events, send, ended, until, outcomeOf } = hostWithSpoilt((trainer) => trainers.push(trainer));
    send(start('a', { engine: 'webgl', epochs: 200 }));
    await until(() => stepsOf(events, 'a') > 5);
    send({ kind: 'keep' });
    await until(() => events.some(({ kind }) => kind === 'checkpoint'));
    for (const trainer of trainers) trainer.step = fault;
    await ended('a');
    expect(outcomeOf('a')).toMatchObject({
      message: expect.stringContaining('Resume goes on from its last checkpoint'),
    });
  });

  it('in fetching the test images keeps all that was learned, and the run goes on from there', async () => {
    const { events, send, ended, outcomeOf, checkpointOf } = hostOver(['wasm']);
    const alone = hostOver(['wasm']);
    alone.send(start('a'));
    await alone.ended('a');
    const collect = Library.prototype.collect;
    vi.spyOn(Library.prototype, 'collect').mockImplementationOnce(async function (this: Library, ...args) {
      const collection = await collect.apply(this, args);
      const ready = async (split: string) => {
        if (split === 'test') throw new DataUnavailable('data/test-0 could not be loaded.');
      };
      return { ...collection, on: (engine) => ({ ...collection.on(engine), ready }) };
    });
    send(start('a'));
    await ended('a');
    expect(events.at(-1)).toEqual({
      kind: 'ended',
      run: 'a',
      outcome: {
        kind: 'failed',
        message: 'data/test-0 could not be loaded. Resume goes on from its last checkpoint.',
      },
      lacksImages: true,
    });
    expect(checkpointOf('a')?.step).toBe(20);
    send(start('b', {}, checkpointOf('a')));
    await ended('b');
    expect(outcomeOf('b')).toEqual(alone.outcomeOf('a'));
    expect(stepsOf(events, 'b')).toBe(20);
  });

  it('in an inspection is told to who asked, and the run goes on', async () => {
    const { events, send, ended, until, outcomeOf } = hostWithSpoilt((trainer) =>
      Object.assign(trainer, { inspect: fault }),
    );
    send(start('a', { engine: 'webgl', epochs: 200 }));
    await until(() => stepsOf(events, 'a') > 5);
    send({ kind: 'ask', ask: 'q', run: 'a', question: { kind: 'snapshot' }, live: false });
    await until(() => events.some(({ kind }) => kind === 'unanswered'));
    expect(events).toContainEqual({ kind: 'unanswered', run: 'a', ask: 'q', why: 'a is undefined' });
    await ended('a');
    expect(outcomeOf('a')?.kind).toBe('finished');
  });

  it('in letting go of a trainer keeps nobody from finishing', async () => {
    const { send, ended, outcomeOf } = hostWithSpoilt((trainer) =>
      Object.assign(trainer, { dispose: fault }),
    );
    send(start('a', { engine: 'webgl' }), start('b', { engine: 'webgl' }));
    await Promise.all([ended('a'), ended('b')]);
    expect([outcomeOf('a')?.kind, outcomeOf('b')?.kind]).toEqual(['finished', 'finished']);
  });

  it('that nobody caught ends the runs that are on an engine; the others get their turn', async () => {
    const { events, send, uncaught, until, ended, outcomeOf } = hostOver(['wasm']);
    const arrangement = { sideBySide: 2, order: ['a', 'b', 'c'], held: [] };
    const runs = [toStart('a', { epochs: 5000 }), toStart('b', { epochs: 5000 }), toStart('c')];
    send({ kind: 'start', runs, arrangement });
    await until(() => stepsOf(events, 'a') > 5 && stepsOf(events, 'b') > 5);
    await uncaught(new TypeError('a is undefined'));
    await ended('c');
    // From the start or from a checkpoint, as far as they came.
    const failed = expect.stringContaining('A fault in this page ended the run: a is undefined.');
    expect(failuresOf(events)).toEqual([failed, failed]);
    expect(outcomeOf('c')?.kind).toBe('finished');
  });

  it('of a device that goes away is not one: its run goes on elsewhere', async () => {
    const { engines, events, send, uncaught, until, ended, outcomeOf } = hostOver(['webgpu', 'webgl']);
    send(start('a', { engine: 'webgpu', epochs: 200 }));
    await until(() => stepsOf(events, 'a') > 5);
    const heard = uncaught(new TypeError('clientWaitSync: no sync'));
    engines[0]?.lose('WebGPU: the device was lost');
    await heard;
    await ended('a');
    expect(outcomeOf('a')?.kind).toBe('finished');
    expect(failuresOf(events)).toEqual([]);
  });
});
