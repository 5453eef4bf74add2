import { describe, expect, it } from 'vitest';
import { type Engine, EngineLost, type EngineResult, type OfferedKind } from '../engine/engine.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { FakeTrainer } from '../training/fakeTrainer.ts';
import { Host } from './host.ts';
import type { Command, RememberedChoice, WorkerEvent } from './protocol.ts';

class FakeEngine implements Engine {
  readonly lost = new Promise<string>(() => undefined);
  readonly given: string[] = [];
  readonly trainers: FakeTrainer[] = [];
  disposed = false;
  dead = false;
  constructor(
    readonly kind: OfferedKind,
    readonly software: boolean,
    /** Milliseconds that a read takes, as if steps did. */
    readonly slowness: number,
  ) {}
  get description(): string {
    return `Fake ${this.kind}`;
  }
  putImages(dataSet: string, split: string, start: number): void {
    this.given.push(`${dataSet}/${split}/${start}`);
  }
  dropImages(dataSet: string): void {
    this.given.push(`drop ${dataSet}`);
  }
  async createTrainer(): Promise<FakeTrainer> {
    const trainer = new FakeTrainer();
    const read = trainer.readMetrics.bind(trainer);
    trainer.readMetrics = async () => {
      if (this.dead) throw new EngineLost(`${this.description} was lost`);
      if (this.slowness > 0) await new Promise((resolve) => setTimeout(resolve, this.slowness));
      return read();
    };
    this.trainers.push(trainer);
    return trainer;
  }
  liveBuffers() {
    return { count: 0, bytes: 0 };
  }
  dispose(): void {
    this.disposed = true;
  }
}

const QUICK: Experiment = { ...DEFAULT_EXPERIMENT, data: 'synthetic', images: 100, batch: 10, epochs: 2 };

interface Machine {
  readonly fetch?: typeof globalThis.fetch;
  readonly slowness?: Partial<Record<OfferedKind, number>>;
  readonly software?: readonly OfferedKind[];
  readonly memory?: Map<string, RememberedChoice>;
}

/** A host over fake engines, with all that it said. */
function hostOver(
  available: readonly OfferedKind[],
  { fetch, slowness = {}, software = [], memory = new Map() }: Machine = {},
) {
  const events: WorkerEvent[] = [];
  const engines: FakeEngine[] = [];
  const waiting = new Set<() => void>();
  const createEngine = async (kind: OfferedKind): Promise<EngineResult> => {
    if (!available.includes(kind)) return { unavailable: `${kind}: not on this machine` };
    const engine = new FakeEngine(kind, software.includes(kind), slowness[kind] ?? 0);
    engines.push(engine);
    return { engine };
  };
  const host = new Host({
    send: (event) => {
      events.push(event);
      for (const heard of waiting) heard();
    },
    createEngine,
    data: { baseUrl: 'http://localhost/data/', retryDelaysMs: [], ...(fetch && { fetch }) },
    memory: { recall: (key) => memory.get(key), remember: (key, choice) => memory.set(key, choice) },
  });
  const until = (found: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const heard = (): void => {
        if (!found()) return;
        waiting.delete(heard);
        resolve();
      };
      waiting.add(heard);
      heard();
    });
  const outcomeOf = (run: string) =>
    events.flatMap((e) => (e.kind === 'ended' && e.run === run ? [e.outcome] : []))[0];
  const ended = (run: string) => until(() => outcomeOf(run) !== undefined);
  const send = (...commands: Command[]): void => {
    for (const command of commands) host.handle(command);
  };
  return { events, engines, send, until, ended, outcomeOf };
}

const start = (run: string, settings: Partial<Experiment> = {}): Command => ({
  kind: 'start',
  run,
  experiment: { ...QUICK, ...settings },
});

const stepsOf = (events: readonly WorkerEvent[], run: string): number =>
  Math.max(0, ...events.flatMap((e) => (e.kind === 'progress' && e.run === run ? [e.progress.step] : [])));

describe('Host', () => {
  it('trains a run from start to test, and lets go of its trainer', async () => {
    const { events, engines, send, ended, outcomeOf } = hostOver(['webgl']);
    send(start('a'));
    await ended('a');
    expect(outcomeOf('a')).toMatchObject({ kind: 'finished', test: { acc: 1 } });
    const kinds = events.map((event) => event.kind);
    expect(kinds.indexOf('data')).toBeLessThan(kinds.indexOf('engine'));
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
      message: 'wasm: not on this machine; webgpu: not on this machine; webgl: not on this machine',
    });
  });

  it('falls back to synthetic data, and says why', async () => {
    const missing = hostOver(['webgl'], { fetch: async () => new Response('', { status: 404 }) });
    missing.send(start('a', { data: 'fashion-mnist' }));
    await missing.ended('a');
    const told = missing.events.find((event) => event.kind === 'data');
    expect(told).toMatchObject({ run: 'a', data: 'synthetic' });
    expect(told?.kind === 'data' && told.why).toMatch(/manifest\.json/);
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
    await ended('g');
    expect(outcomeOf('g')?.kind).toBe('finished');
    expect(events.filter((event) => event.kind === 'ended')).toHaveLength(8);
  });

  it('times the engines, trains on the fastest, says so and remembers', async () => {
    const memory = new Map<string, RememberedChoice>();
    const slowness = { wasm: 12, webgpu: 3 };
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
});
