import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import type { Checkpoint } from '../training/events.ts';
import { parseChoices, parseTilings } from './choices.ts';
import { createTrainingClient, type WorkerPort } from './client.ts';
import type {
  Alive,
  Command,
  Hello,
  Incomplete,
  Ping,
  Remember,
  RememberedChoice,
  TrainingClient,
  WorkerEvent,
} from './protocol.ts';

class FakeWorker implements WorkerPort {
  readonly received: (Command | Hello | Ping)[] = [];
  terminated = false;
  onmessage: ((event: MessageEvent<WorkerEvent | Alive | Incomplete | Remember>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  /** Lets go of the lock, as a browser does for a dead worker. */
  die: () => void = () => {};
  postMessage(message: Command | Hello | Ping): void {
    this.received.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(data: WorkerEvent | Alive | Incomplete | Remember): void {
    this.onmessage?.(new MessageEvent('message', { data }));
  }
  get commands(): string[] {
    return this.received.map((message) => message.kind);
  }
}

const checkpoint: Checkpoint = {
  step: 1200,
  history: [],
  points: [],
  epochSums: { images: 0, lossSum: 0, correct: 0 },
  windowSums: { images: 0, lossSum: 0, correct: 0 },
  trainedMs: 5000,
  parameters: new Map([['conv1/kernel', new Float32Array([1, 2])]]),
};

let workers: FakeWorker[];
let events: WorkerEvent[];
let client: TrainingClient;
let remembered: Record<string, RememberedChoice>;
let tilings: Record<string, string>;
let online: boolean;
let connect: () => void;
const worker = (): FakeWorker => {
  const last = workers.at(-1);
  if (!last) throw new Error('no worker');
  return last;
};
const died = async (): Promise<void> => {
  worker().die();
  await new Promise((resolve) => setTimeout(resolve, 0));
};

beforeEach(() => {
  workers = [];
  events = [];
  remembered = {};
  tilings = { 'gpu: dense 2×10×64': 'tall' };
  online = true;
  client = createTrainingClient({
    dataUrl: 'http://localhost/data/',
    createWorker: () => {
      const made = new FakeWorker();
      workers.push(made);
      return made;
    },
    released: () =>
      new Promise((resolve) => {
        worker().die = resolve;
      }),
    online: () => online,
    connected: () =>
      new Promise((resolve) => {
        connect = resolve;
      }),
    choices: {
      readAll: () => remembered,
      write: (key, choice) => Object.assign(remembered, { [key]: choice }),
    },
    tilings: {
      readAll: () => tilings,
      write: (key, tiling) => Object.assign(tilings, { [key]: tiling }),
    },
  });
  client.onEvent((event) => events.push(event));
});

/** What is said of the first run where there is no connection. */
const WAITING = {
  kind: 'notice',
  run: 'a',
  message: expect.stringContaining('goes on when there is a connection'),
};

const start = (run: string): void =>
  client.send({ kind: 'start', runs: [{ run, experiment: DEFAULT_EXPERIMENT }] });

describe('createTrainingClient', () => {
  it('says hello first and passes commands and events on', () => {
    start('a');
    expect(worker().received[0]).toMatchObject({ kind: 'hello', dataUrl: 'http://localhost/data/' });
    expect(worker().commands).toEqual(['hello', 'start']);
    worker().say({ kind: 'waiting', run: 'a', for: 'turn' });
    expect(events).toEqual([{ kind: 'waiting', run: 'a', for: 'turn' }]);
  });

  it('goes on from the last checkpoint on a new worker when the worker dies, still paused', async () => {
    worker().say({ kind: 'alive', locked: true });
    start('a');
    start('b');
    worker().say({ kind: 'checkpoint', run: 'a', checkpoint });
    client.send({ kind: 'pause' });
    await died();
    expect(workers).toHaveLength(2);
    expect(workers[0]?.terminated).toBe(true);
    expect(worker().received.slice(1)).toEqual([
      { kind: 'pause' },
      {
        kind: 'start',
        runs: [
          { run: 'a', experiment: DEFAULT_EXPERIMENT, checkpoint },
          { run: 'b', experiment: DEFAULT_EXPERIMENT },
        ],
      },
    ]);
    const notices = events.flatMap((event) => (event.kind === 'notice' ? event.message : []));
    expect(notices).toEqual([
      'The training worker died; a new one goes on from step 1,200.',
      'The training worker died; a new one goes on from the start.',
    ]);
  });

  it('tells a new worker the last arrangement with the runs that it starts', async () => {
    worker().say({ kind: 'alive', locked: true });
    start('a');
    client.send({ kind: 'arrange', arrangement: { sideBySide: 1, order: ['b'], held: [] } });
    const arrangement = { sideBySide: 1, order: ['b', 'a'], held: ['b'] };
    client.send({
      kind: 'start',
      runs: [{ run: 'b', experiment: DEFAULT_EXPERIMENT }],
      arrangement,
    });
    client.send({ kind: 'resume' });
    await died();
    expect(worker().received.slice(1)).toEqual([
      { kind: 'arrange', arrangement },
      {
        kind: 'start',
        runs: [
          { run: 'a', experiment: DEFAULT_EXPERIMENT },
          { run: 'b', experiment: DEFAULT_EXPERIMENT },
        ],
        arrangement,
      },
    ]);
  });

  it('tells the next worker once of what was begun as the end of another was told', async () => {
    worker().say({ kind: 'alive', locked: true });
    start('a');
    client.send({ kind: 'stop', run: 'a' });
    client.onEvent(({ kind }) => {
      if (kind === 'ended') start('b');
    });
    await died();
    expect(workers).toHaveLength(2);
    expect(worker().commands).toEqual(['hello', 'start']);
    worker().say({ kind: 'ended', run: 'b', outcome: { kind: 'stopped' } });
    expect(events.map((event) => 'run' in event && [event.kind, event.run])).toEqual([
      ['ended', 'a'],
      ['ended', 'b'],
    ]);
  });

  it('drops what a dead worker still had to say, and leaves ended runs alone', async () => {
    worker().say({ kind: 'alive', locked: true });
    start('a');
    start('b');
    worker().say({ kind: 'ended', run: 'b', outcome: { kind: 'stopped' } });
    const first = worker();
    await died();
    first.say({ kind: 'checkpoint', run: 'a', checkpoint });
    expect(worker().commands).toEqual(['hello', 'start']);
    expect(events.filter((event) => event.kind === 'checkpoint')).toEqual([]);
  });

  it('counts a run as stopped if the worker dies before it could say so', async () => {
    worker().say({ kind: 'alive', locked: true });
    start('a');
    client.send({ kind: 'stop', run: 'a' });
    await died();
    expect(events).toEqual([{ kind: 'ended', run: 'a', outcome: { kind: 'stopped' } }]);
  });

  it('takes nothing for a run that an earlier one under its name says, up to its end', () => {
    start('a');
    client.send({ kind: 'stop', run: 'a' });
    start('a');
    worker().say({ kind: 'checkpoint', run: 'a', checkpoint });
    worker().say({ kind: 'ended', run: 'a', outcome: { kind: 'stopped' } });
    expect(events).toEqual([]);
    worker().say({ kind: 'waiting', run: 'a', for: 'turn' });
    worker().say({ kind: 'ended', run: 'a', outcome: { kind: 'stopped' } });
    expect(events.map(({ kind }) => kind)).toEqual(['waiting', 'ended']);
  });

  it('starts one worker after a death, though whoever hears of an end sends at once', async () => {
    worker().say({ kind: 'alive', locked: true });
    start('a');
    start('b');
    client.send({ kind: 'stop', run: 'a' });
    client.onEvent(({ kind }) => {
      if (kind === 'ended') client.send({ kind: 'keep' });
    });
    await died();
    expect(workers).toHaveLength(2);
    expect(worker().commands).toEqual(['hello', 'keep', 'start']);
  });

  it('says of a run with a checkpoint that it can be resumed when workers keep dying', () => {
    start('a');
    worker().say({ kind: 'checkpoint', run: 'a', checkpoint });
    for (let death = 1; death <= 4; death++) worker().onerror?.(new Event('error') as ErrorEvent);
    expect(events.at(-1)).toMatchObject({
      outcome: { message: expect.stringMatching(/batch size\. Resume goes on from its last checkpoint\.$/) },
    });
  });

  it('starts another worker where code did not come, once there is a connection', async () => {
    start('a');
    start('b');
    online = false;
    worker().say({ kind: 'incomplete' });
    worker().say({ kind: 'incomplete' });
    expect(events).toEqual([WAITING]);
    expect(workers).toHaveLength(1);
    connect();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(workers).toHaveLength(2);
    expect(worker().commands).toEqual(['hello', 'start']);
    expect(events.at(-1)).toMatchObject({
      message: 'A part of this page could not be loaded; a new one goes on from the start.',
    });
  });

  it('waits for a connection where a worker cannot even be started, and says so', async () => {
    online = false;
    worker().onerror?.(new Event('error') as ErrorEvent);
    expect(events).toEqual([]);
    start('a');
    expect(events).toEqual([WAITING]);
    expect(workers).toHaveLength(1);
    connect();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(workers).toHaveLength(2);
  });

  it('waits for a connection again with the worker after one that died waiting', async () => {
    start('a');
    worker().say({ kind: 'alive', locked: true });
    online = false;
    worker().say({ kind: 'incomplete' });
    await died();
    expect(workers).toHaveLength(2);
    worker().say({ kind: 'incomplete' });
    connect();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(workers).toHaveLength(3);
  });

  it('gives up, in words, when workers keep dying, and tries again at the next start', async () => {
    start('a');
    for (let death = 1; death <= 4; death++) {
      worker().onerror?.(Object.assign(new Event('error'), { message: 'out of memory' }) as ErrorEvent);
    }
    expect(workers).toHaveLength(4);
    expect(events.at(-1)).toEqual({
      kind: 'ended',
      run: 'a',
      outcome: {
        kind: 'failed',
        message:
          'The training worker failed: out of memory, 4 times in a row. Reload the page, or try a smaller network or batch size.',
      },
    });
    start('b');
    expect(workers).toHaveLength(5);
    expect(worker().commands).toEqual(['hello', 'start']);
  });

  describe('where there are no locks', () => {
    beforeEach(() => {
      vi.useFakeTimers();
      worker().say({ kind: 'alive', locked: false });
    });
    afterEach(() => vi.useRealTimers());

    it('notices within half a minute that the worker died, and goes on', () => {
      start('a');
      worker().say({ kind: 'checkpoint', run: 'a', checkpoint });
      vi.advanceTimersByTime(30_000);
      expect(workers).toHaveLength(1);
      vi.advanceTimersByTime(5000);
      expect(workers).toHaveLength(2);
      expect(events.at(-1)).toMatchObject({
        message: 'The training worker died; a new one goes on from step 1,200.',
      });
    });

    it('leaves a worker alone that says anything, and one that has nothing to do', () => {
      vi.advanceTimersByTime(100_000);
      expect(worker().commands).toEqual(['hello']);
      start('a');
      for (let i = 0; i < 20; i++) {
        vi.advanceTimersByTime(5000);
        worker().say({ kind: 'alive', locked: false });
      }
      expect(worker().commands.filter((kind) => kind === 'ping')).toHaveLength(20);
      expect(workers).toHaveLength(1);
    });
  });

  it('remembers the fastest engine for the worker after this one', () => {
    const choice: RememberedChoice = { kind: 'wasm', words: 'CPU 6 ms a step, WebGL 720 ms' };
    worker().say({ kind: 'remember', key: 'mlp group plain 2', choice });
    expect(events).toEqual([]);
    expect(remembered).toEqual({ 'mlp group plain 2': choice });
  });

  it('remembers the fastest tiles, and tells the worker of those that it knows', () => {
    expect(worker().received[0]).toMatchObject({ tilings: { 'gpu: dense 2×10×64': 'tall' } });
    worker().say({ kind: 'remember-tiling', key: 'gpu: conv2d 9×8×7', tiling: 'large' });
    expect(events).toEqual([]);
    expect(tilings).toEqual({ 'gpu: dense 2×10×64': 'tall', 'gpu: conv2d 9×8×7': 'large' });
  });
});

describe('parseChoices', () => {
  it('keeps what it wrote and drops what it cannot have written', () => {
    const choice: RememberedChoice = { kind: 'webgl', words: 'WebGL 3 ms a step' };
    expect(
      parseChoices(JSON.stringify({ a: choice, b: { kind: 'cuda', words: '' }, c: 3, d: null })),
    ).toEqual({ a: choice });
    for (const garbled of ['', 'null', '[', '"text"', '7']) expect(parseChoices(garbled)).toEqual({});
    expect(parseChoices(null)).toEqual({});
    expect(parseTilings('{"a": "tall", "b": 3}')).toEqual({ a: 'tall' });
    expect(parseTilings('[')).toEqual({});
  });
});
