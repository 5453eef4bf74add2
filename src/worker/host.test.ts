import { describe, expect, it, vi } from 'vitest';
import { FASHION_MNIST, SYNTHETIC } from '../spec/dataSets.ts';
import { hostOver, start, stepsOf } from '../testing/fakeHost.ts';
import { type Checkpoint, NO_SUMS } from '../training/events.ts';
import type { RememberedChoice } from './protocol.ts';

/** Of a run that had no step yet. */
const EMPTY: Checkpoint = {
  step: 0,
  history: [],
  points: [],
  epochSums: NO_SUMS,
  windowSums: NO_SUMS,
  trainedMs: 0,
  parameters: new Map(),
};

describe('Host', () => {
  it('trains a run from start to test, and lets go of its trainer', async () => {
    const { events, engines, send, ended, outcomeOf } = hostOver(['webgl']);
    send(start('a'));
    await ended('a');
    expect(outcomeOf('a')).toMatchObject({ kind: 'finished', test: { acc: 1 } });
    const kinds = events.map((event) => event.kind);
    expect(kinds.indexOf('data')).toBeLessThan(kinds.indexOf('engine'));
    expect(kinds.slice(-2)).toEqual(['checkpoint', 'ended']);
    expect(events.filter((event) => event.kind === 'epoch')).toHaveLength(2);
    expect(engines[0]?.trainers[0]?.disposed).toBe(true);
    expect(engines[0]?.trainers[0]?.seen).toHaveLength(200);
  });

  it('interleaves runs by images seen and shares engine and data between them', async () => {
    const { events, engines, send, ended } = hostOver(['webgl']);
    send(start('a', { epochs: 20 }), start('b', { epochs: 20, norm: 'batch' }));
    await Promise.all([ended('a'), ended('b')]);
    expect(engines).toHaveLength(1);
    const given = engines[0]?.given.filter((each) => !each.startsWith('drop')) ?? [];
    expect(new Set(given).size).toBe(given.length);
    const firstEnd = events.findIndex((event) => event.kind === 'ended');
    expect(stepsOf(events.slice(0, firstEnd), 'b')).toBeGreaterThan(100);
    expect(engines[0]?.trainers.map((trainer) => trainer.state)).toEqual([
      engines[0]?.trainers[0]?.state,
      engines[0]?.trainers[0]?.state,
    ]);
  });

  it('lets engines keep no drawn images of runs that are over, not even of the last', async () => {
    const { engines, send, ended } = hostOver(['webgl']);
    for (const seed of [1, 2]) {
      send(start(`seed ${seed}`, { seed }));
      await ended(`seed ${seed}`);
    }
    const held = (): string[] => {
      const given = engines[0]?.given ?? [];
      return given.filter(
        (each, at) =>
          !each.startsWith('drop') && !given.slice(at).includes(`drop ${each.slice(0, each.indexOf('/'))}`),
      );
    };
    await vi.waitFor(() => expect(held()).toEqual([]));
    expect(engines[0]?.given).toContain('drop synthetic-1');
  });

  it('pauses, does single steps of every run, and resumes', async () => {
    const { events, send, until, ended } = hostOver(['webgl']);
    send({ kind: 'step' }, start('a', { epochs: 200 }), start('b', { epochs: 200 }));
    await until(() => events.filter((event) => event.kind === 'engine').length === 2);
    for (let step = 1; step <= 3; step++) {
      send({ kind: 'step' });
      await until(() => stepsOf(events, 'a') === step && stepsOf(events, 'b') === step);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([stepsOf(events, 'a'), stepsOf(events, 'b')]).toEqual([3, 3]);
    send({ kind: 'resume' });
    await until(() => stepsOf(events, 'a') > 10);
    send({ kind: 'stop', run: 'a' }, { kind: 'stop', run: 'b' });
    await Promise.all([ended('a'), ended('b')]);
  });

  it('leaves a checkpoint of every run that trains when the page is about to go', async () => {
    const { events, send, until, checkpointOf } = hostOver(['webgl']);
    send({ kind: 'step' }, start('a', { epochs: 200 }), start('b', { epochs: 200 }));
    await until(() => events.filter((event) => event.kind === 'engine').length === 2);
    send({ kind: 'step' });
    // Paused, neither leaves one by itself.
    await until(() => stepsOf(events, 'a') === 1 && stepsOf(events, 'b') === 1);
    expect([checkpointOf('a'), checkpointOf('b')]).toEqual([undefined, undefined]);
    send({ kind: 'keep' });
    await until(() => checkpointOf('a') !== undefined && checkpointOf('b') !== undefined);
    expect([checkpointOf('a')?.step, checkpointOf('b')?.step]).toEqual([1, 1]);
    send({ kind: 'stop', run: 'a' }, { kind: 'stop', run: 'b' });
  });

  it('goes on from the checkpoint on the next engine when one is lost', async () => {
    const { events, engines, send, until, ended, outcomeOf } = hostOver(['webgpu', 'webgl']);
    send(start('a', { epochs: 200, engine: 'webgpu' }));
    await until(() => stepsOf(events, 'a') > 20);
    const [first] = engines;
    if (first) first.dead = true;
    await until(() => events.some((event) => event.kind === 'notice'));
    expect(events.flatMap((e) => (e.kind === 'notice' ? [e.message] : []))).toEqual([
      'Fake webgpu was lost. Going on from the start on Fake webgl.',
    ]);
    expect(first?.disposed).toBe(true);
    await ended('a');
    expect(outcomeOf('a')?.kind).toBe('finished');
    expect(engines[1]?.trainers[0]?.seen).toHaveLength(200 * 100);
  });

  it('tries the same kind anew where it is the only one', async () => {
    const { events, engines, send, until, ended, outcomeOf } = hostOver(['webgl']);
    send(start('a', { epochs: 200 }));
    await until(() => stepsOf(events, 'a') > 5);
    const [first] = engines;
    if (first) first.dead = true;
    await ended('a');
    expect(engines.map((engine) => engine.kind)).toEqual(['webgl', 'webgl']);
    expect(outcomeOf('a')?.kind).toBe('finished');
  });

  it('goes on on a fresh pool of threads when one died, even where there is a GPU', async () => {
    const { events, engines, send, until, ended, outcomeOf } = hostOver(['wasm', 'webgl']);
    send(start('a', { epochs: 200, engine: 'wasm' }));
    await until(() => stepsOf(events, 'a') > 5);
    const [first] = engines;
    if (first) first.dead = true;
    await ended('a');
    expect(engines.map((engine) => engine.kind)).toEqual(['wasm', 'wasm']);
    expect(outcomeOf('a')?.kind).toBe('finished');
  });

  it('says what runs instead of an engine that is not there, and why nothing does', async () => {
    const some = hostOver(['webgl']);
    some.send(start('a', { engine: 'webgpu' }));
    await some.ended('a');
    expect(some.events).toContainEqual({
      kind: 'notice',
      run: 'a',
      message: 'webgpu: not on this machine. It runs on Fake webgl instead.',
    });
    const none = hostOver([]);
    none.send(start('a'));
    await none.ended('a');
    expect(none.outcomeOf('a')).toEqual({
      kind: 'failed',
      message:
        'wasm: not on this machine; wgsl: not on this machine; webgpu: not on this machine; webgl: not on this machine',
    });
  });

  it('falls back to synthetic data, and says why', async () => {
    const missing = hostOver(['webgl'], { fetch: async () => new Response('', { status: 404 }) });
    missing.send(start('a', { data: 'fashion-mnist' }));
    await missing.ended('a');
    const told = missing.events.find((event) => event.kind === 'data');
    expect(told).toMatchObject({ run: 'a', data: { spec: SYNTHETIC } });
    expect(told?.kind === 'data' && told.data.why).toMatch(/manifest\.json/);
    expect(missing.outcomeOf('a')?.kind).toBe('finished');
  });

  it('stops at once, also while a run waits for its turn', async () => {
    const { send, ended, outcomeOf, events } = hostOver(['webgl']);
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    send(...names.map((name) => start(name, { epochs: 200 })));
    send({ kind: 'stop', run: 'h' });
    await ended('h');
    expect(outcomeOf('h')).toEqual({ kind: 'stopped' });
    send({ kind: 'stop', run: 'a' });
    await ended('a');
    await Promise.all(names.map(ended));
    expect(outcomeOf('g')?.kind).toBe('finished');
    expect(events.filter((event) => event.kind === 'ended')).toHaveLength(8);
  });

  it('times the engines, trains on the fastest, says so and remembers', async () => {
    const memory = new Map<string, RememberedChoice>();
    const slowness = { wasm: 80, webgpu: 3 };
    const machine = { slowness, software: ['webgl'] as const, memory };
    const first = hostOver(['wasm', 'webgpu', 'webgl'], machine);
    first.send(start('a'));
    await first.ended('a');
    const told = first.events.find((event) => event.kind === 'engine');
    expect(told?.kind === 'engine' && told.engine.kind).toBe('webgpu');
    expect(told?.kind === 'engine' && told.engine.timings).toMatch(
      /^WebGPU [\d.]+ ms a step, CPU [\d.]+ ms, WebGL left out: no real GPU$/,
    );
    expect([...memory.values()].map(({ kind }) => kind)).toEqual(['webgpu']);

    const second = hostOver(['wasm', 'webgpu', 'webgl'], machine);
    second.send(start('a'));
    await second.ended('a');
    expect(second.engines.map(({ kind }) => kind)).toEqual(['webgpu']);
  });

  it('does not wait for an engine that is hopeless, nor remembers a choice made without it', async () => {
    const memory = new Map<string, RememberedChoice>();
    const { send, ended, events } = hostOver(['wasm', 'webgl'], { slowness: { webgl: 60_000 }, memory });
    send(start('a'));
    await ended('a');
    const told = events.find((event) => event.kind === 'engine');
    expect(told?.kind === 'engine' && told.engine).toMatchObject({
      kind: 'wasm',
      timings: expect.stringMatching(/^CPU [\d.]+ ms a step, WebGL too slow to wait for$/),
    });
    expect(memory.size).toBe(0);
  });

  it('leaves a checkpoint when a run is stopped, from which it goes on as if it had not been', async () => {
    const { engines, send, until, ended, checkpointOf, events } = hostOver(['webgl']);
    send(start('whole', { epochs: 200 }));
    await ended('whole');
    send(start('a', { epochs: 200 }));
    await until(() => stepsOf(events, 'a') > 20);
    send({ kind: 'stop', run: 'a' });
    await ended('a');
    const checkpoint = checkpointOf('a');
    expect(checkpoint?.step).toBeGreaterThan(20);
    expect(checkpoint?.step).toBeLessThan(2000);
    expect(engines[0]?.trainers.every((trainer) => trainer.disposed)).toBe(true);
    send(start('b', { epochs: 200 }, checkpoint));
    await ended('b');
    const [whole, , resumed] = engines[0]?.trainers ?? [];
    expect(resumed?.state).toBe(whole?.state);
    expect(resumed?.seen.length).toBe(20_000 - 10 * (checkpoint?.step ?? 0));
  });

  it('stops a run whose device does not answer', async () => {
    const { engines, send, until, ended, outcomeOf, checkpointOf, events } = hostOver(['webgl', 'wasm']);
    send(start('a', { epochs: 200, engine: 'webgl' }));
    await until(() => stepsOf(events, 'a') > 5);
    const [trainer] = engines[0]?.trainers ?? [];
    if (!trainer) throw new Error('no trainer');
    trainer.readMetrics = () => new Promise(() => undefined);
    trainer.parameters = () => new Promise(() => undefined);
    send({ kind: 'stop', run: 'a' });
    await ended('a');
    expect(outcomeOf('a')).toEqual({ kind: 'stopped' });
    expect(checkpointOf('a')).toBeUndefined();
    expect(trainer.disposed).toBe(true);
    send(start('b', { engine: 'wasm' }));
    await ended('b');
    expect(outcomeOf('b')).toMatchObject({ kind: 'finished' });
  });

  it('never trains on another data set than one that is not here', async () => {
    const { send, ended, outcomeOf, engines } = hostOver(['webgl']);
    send(start('a', { data: 'cats.3fa9' }));
    await ended('a');
    expect(outcomeOf('a')).toEqual({
      kind: 'failed',
      message:
        "data: 'cats.3fa9' is not a data set of this browser, which has fashion-mnist, synthetic. Choose one of them.",
    });
    const changed = { spec: { ...SYNTHETIC, sha256: '0'.repeat(64) } };
    send(start('b', {}, { ...EMPTY, data: changed }));
    await ended('b');
    expect(outcomeOf('b')).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/^data: the images of 'synthetic' are not those that the run began on/),
    });
    expect(engines).toEqual([]);
  });

  it('goes on with the data that a run began on', async () => {
    const reachable = { fetch: async () => new Response('', { status: 404 }) };
    const { send, until, ended, outcomeOf, checkpointOf, events } = hostOver(['webgl'], reachable);
    send(start('a', { epochs: 200, data: 'fashion-mnist' }));
    await until(() => stepsOf(events, 'a') > 5);
    send({ kind: 'stop', run: 'a' });
    await ended('a');
    const checkpoint = checkpointOf('a');
    const used = { spec: SYNTHETIC, why: expect.stringMatching(/manifest\.json/) };
    expect(checkpoint?.data).toEqual(used);
    send(start('b', { epochs: 200, data: 'fashion-mnist' }, checkpoint));
    await ended('b');
    expect(events).toContainEqual({ kind: 'data', run: 'b', data: used });
    expect(outcomeOf('b')?.kind).toBe('finished');
    // What began on downloaded images does not go on with drawn ones.
    if (checkpoint)
      send(start('c', { data: 'fashion-mnist' }, { ...checkpoint, data: { spec: FASHION_MNIST } }));
    await ended('c');
    expect(outcomeOf('c')).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/manifest\.json/),
    });
  });
});
