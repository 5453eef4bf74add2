/** Who trains and who waits: order, places, holding, and that no run notices. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmEngine } from '../engine/wasm/engine.ts';
import { curveOf, type FakeEngine, hostOver, start, stepsOf, toStart } from '../testing/fakeHost.ts';
import { type Arrangement, admittedOf, type Command, placesOf, type WorkerEvent } from './protocol.ts';

const arrange = (sideBySide: number, order: string[] = [], held: string[] = []): Command => ({
  kind: 'arrange',
  arrangement: { sideBySide, order, held },
});

const placed = (engines: readonly FakeEngine[]): number =>
  engines.flatMap(({ trainers }) => trainers).filter(({ disposed }) => !disposed).length;

/** Runs in the order of their ends. */
const endsOf = (events: readonly WorkerEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'ended' ? [event.run] : []));

/** What became of a run, without progress, and what was said over and over once. */
const kindsOf = (events: readonly WorkerEvent[], run: string): string[] =>
  events
    .flatMap((event) =>
      'run' in event && event.run === run && event.kind !== 'progress' && event.kind !== 'epoch'
        ? [event.kind === 'waiting' ? `waiting for ${event.for}` : event.kind]
        : [],
    )
    .filter((kind, i, all) => kind !== all[i - 1]);

const LONG = { epochs: 200 };

describe('admittedOf', () => {
  it('takes the first of the line that are not held, the unnamed at its end', () => {
    const present = ['a', 'b', 'c', 'd'];
    const wish = (sideBySide: number, order: string[], held: string[]): Arrangement => ({
      ...{ sideBySide, order, held },
    });
    expect(admittedOf(present, wish(6, [], []))).toEqual(['a', 'b', 'c', 'd']);
    expect(admittedOf(present, wish(1, [], []))).toEqual(['a']);
    expect(admittedOf(present, wish(2, ['c', 'x', 'a'], []))).toEqual(['c', 'a']);
    expect(admittedOf(present, wish(3, ['c', 'c', 'a'], ['c', 'b']))).toEqual(['a', 'd']);
    expect(admittedOf([], wish(1, ['a'], ['a']))).toEqual([]);
    expect([0, 1, 2.5, 6, 99].map((n) => placesOf(wish(n, [], [])))).toEqual([1, 1, 2, 6, 6]);
  });
});

describe('Host', () => {
  /** What an uninterrupted LONG run comes to. */
  let whole: { state: number | undefined; curve: ReturnType<typeof curveOf> };
  beforeAll(async () => {
    const { engines, events, send, ended } = hostOver(['webgl']);
    send(start('a', LONG));
    await ended('a');
    whole = { state: engines[0]?.trainers[0]?.state, curve: curveOf(events, 'a') };
  });

  it('trains one after another in a queue, in the order asked for', async () => {
    const { engines, events, send, ended } = hostOver(['webgl']);
    const arrangement = { sideBySide: 1, order: ['c', 'a'], held: [] };
    send({ kind: 'start', runs: ['a', 'b', 'c', 'd'].map((name) => toStart(name)), arrangement });
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, placed(engines));
    }, 0);
    await Promise.all(['a', 'b', 'c', 'd'].map(ended));
    clearInterval(watch);
    // None that had to wait had begun: one trainer each.
    expect(engines[0]?.trainers).toHaveLength(4);
    expect(endsOf(events)).toEqual(['c', 'a', 'b', 'd']);
    expect(most).toBeLessThanOrEqual(1);
  });

  it('parks a run that another one displaces, and lets it go on as if nothing had been', async () => {
    const { engines, events, send, until, ended } = hostOver(['webgl']);
    send(arrange(1), start('a', LONG), start('b'));
    await until(() => stepsOf(events, 'a') > 20);
    expect(stepsOf(events, 'b')).toBe(0);
    send(arrange(1, ['b', 'a']));
    await until(() => stepsOf(events, 'b') > 0);
    expect(engines[0]?.trainers[0]?.disposed).toBe(true);
    await Promise.all([ended('a'), ended('b')]);
    expect(endsOf(events)).toEqual(['b', 'a']);
    expect(kindsOf(events, 'a')).toEqual([
      ...['waiting for turn', 'waiting for data', 'data', 'waiting for engine', 'engine'],
      ...['checkpoint', 'waiting for turn', 'waiting for engine', 'engine', 'checkpoint', 'ended'],
    ]);
    expect(engines[0]?.trainers.at(-1)?.state).toBe(whole.state);
    expect(curveOf(events, 'a')).toEqual(whole.curve);
  });

  it('holds runs one by one, without holding up the others', async () => {
    const { engines, events, send, until, ended } = hostOver(['webgl']);
    send(arrange(1, [], ['a']), start('a', LONG), start('b'), start('c', LONG));
    await ended('b');
    await until(() => stepsOf(events, 'c') > 20);
    expect(stepsOf(events, 'a')).toBe(0);
    send(arrange(1, [], ['a', 'c']));
    await until(() => kindsOf(events, 'c').at(-1) === 'waiting for turn');
    const at = stepsOf(events, 'c');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(stepsOf(events, 'c')).toBe(at);
    expect(placed(engines)).toBe(0);
    send(arrange(1));
    await Promise.all([ended('a'), ended('c')]);
    expect(endsOf(events)).toEqual(['b', 'a', 'c']);
    expect(engines[0]?.trainers.at(-1)?.seen).toHaveLength(20_000 - 10 * at);
  });

  it('races the first of the line when places get fewer, and all again when there are more', async () => {
    const { engines, events, send, until, ended } = hostOver(['webgl']);
    const names = ['a', 'b', 'c'];
    send(...names.map((name) => start(name, LONG)));
    await until(() => names.every((name) => stepsOf(events, name) > 10));
    send(arrange(2, ['c', 'a', 'b']));
    await until(() => kindsOf(events, 'b').at(-1) === 'waiting for turn');
    const [a, b, c] = names.map((name) => stepsOf(events, name)) as [number, number, number];
    await until(() => stepsOf(events, 'a') > a + 20 && stepsOf(events, 'c') > c + 20);
    expect(stepsOf(events, 'b')).toBe(b);
    expect(placed(engines)).toBe(2);
    send(arrange(6));
    await Promise.all(names.map(ended));
    for (const name of names) expect(curveOf(events, name)).toEqual(whole.curve);
  });

  it('moves runs about while all are paused, and trains none', async () => {
    const { events, send, until, ended } = hostOver(['webgl']);
    send(arrange(1), start('a', LONG), start('b', LONG));
    await until(() => stepsOf(events, 'a') > 5);
    send({ kind: 'pause' }, arrange(1, ['b']));
    await until(() => kindsOf(events, 'b').at(-1) === 'engine');
    expect(kindsOf(events, 'a').at(-1)).toBe('waiting for turn');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(stepsOf(events, 'b')).toBe(0);
    send({ kind: 'step' });
    await until(() => stepsOf(events, 'b') === 1);
    send({ kind: 'stop', run: 'b' }, { kind: 'stop', run: 'a' });
    await Promise.all([ended('a'), ended('b')]);
    expect(kindsOf(events, 'b').slice(-2)).toEqual(['checkpoint', 'ended']);
    expect(kindsOf(events, 'a').slice(-2)).toEqual(['waiting for turn', 'ended']);
  });

  it('goes on elsewhere from its checkpoint when the engine was lost while it left', async () => {
    const { engines, events, send, until, ended, outcomeOf } = hostOver(['webgpu', 'webgl']);
    send(start('a', { ...LONG, engine: 'webgpu' }));
    await until(() => stepsOf(events, 'a') > 20);
    const [first] = engines;
    if (first) first.dead = true;
    send(arrange(6, [], ['a']));
    await until(() => kindsOf(events, 'a').at(-1) === 'waiting for turn');
    expect(first?.disposed).toBe(true);
    send(arrange(6));
    await ended('a');
    expect(outcomeOf('a')?.kind).toBe('finished');
    expect(engines.map(({ kind }) => kind)).toEqual(['webgpu', 'webgl']);
    expect(curveOf(events, 'a')).toEqual(whole.curve);
  });

  it('keeps to its places and changes no run, whatever is asked for', async () => {
    const { engines, events, send, ended, outcomeOf } = hostOver(['webgl']);
    // One that waits all the time keeps the images from being drawn again and again.
    send(start('keeper'), arrange(1, [], ['keeper']));
    const some = fc.shuffledSubarray([0, 1, 2, 3]);
    const wish = fc.tuple(fc.integer({ min: 1, max: 3 }), some, some, fc.integer({ min: 0, max: 25 }));
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { minLength: 2, maxLength: 8 }), async (wishes) => {
        const names = [0, 1, 2, 3].map(() => `run ${++runs}`);
        const namesOf = (indices: number[]) => indices.map((i) => names[i] ?? '');
        send(...names.map((name) => start(name, LONG)));
        for (const [sideBySide, order, held, ms] of wishes) {
          send(arrange(sideBySide, namesOf(order), ['keeper', ...namesOf(held)]));
          await new Promise((resolve) => setTimeout(resolve, ms));
          // A run that makes room keeps its place until it has left.
          expect(placed(engines)).toBeLessThanOrEqual(3);
        }
        send(arrange(1, [], ['keeper']));
        await Promise.all(names.map(ended));
        expect(placed(engines)).toBe(0);
        for (const name of names) {
          expect(outcomeOf(name)?.kind).toBe('finished');
          expect(curveOf(events, name)).toEqual(whole.curve);
        }
      }),
      { numRuns: 4 },
    );
  }, 60_000);
});

describe('on the CPU engine', () => {
  const cpu = { network: 'mlp', norm: 'batch', engine: 'wasm' } as const;
  const settings = { ...cpu, images: 600, batch: 2, epochs: 4 };

  it('a run that made room again and again has the curve and the weights of one that never did', async () => {
    const create = () => createWasmEngine({ threads: 2 });
    const alone = hostOver([], { create });
    alone.send(start('a', settings));
    await alone.ended('a');

    const { events, send, until, ended, outcomeOf } = hostOver([], { create });
    send(arrange(1), start('a', settings), start('b', { ...settings, seed: 2 }));
    const count = (kind: string) => kindsOf(events, 'a').filter((each) => each === kind).length;
    for (let time = 1; time <= 3; time++) {
      const at = stepsOf(events, 'a');
      await until(() => count('engine') === time && stepsOf(events, 'a') > at);
      send(arrange(1, ['b', 'a'], time === 2 ? ['b', 'a'] : []));
      await until(() => count('waiting for turn') > time);
      send(arrange(1, ['a', 'b']));
    }
    await ended('a');
    send({ kind: 'stop', run: 'b' });
    await ended('b');
    expect(count('engine')).toBe(4);
    expect(curveOf(events, 'a')).toEqual(curveOf(alone.events, 'a'));
    expect(outcomeOf('a')).toEqual(alone.outcomeOf('a'));
    expect(outcomeOf('a')).toMatchObject({ weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  }, 120_000);
});
