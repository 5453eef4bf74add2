import { describe, expect, it } from 'vitest';
import { buildNetwork } from '../../network/build.ts';
import { initialParameters } from '../../network/parameters.ts';
import { FASHION_MNIST } from '../../spec/dataSets.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { DEFAULT_MATRIX } from '../../spec/matrix.ts';
import { fakeClient } from '../../testing/fakeClient.ts';
import type { Checkpoint } from '../../training/events.ts';
import { newRun } from '../run.ts';
import { createPlayground } from '../store.ts';

/** Of the network with the fewest weights, which tests compare one by one. */
const EXPERIMENT: Experiment = { ...DEFAULT_EXPERIMENT, network: 'small-cnn' };
const PARAMETERS = initialParameters(buildNetwork(EXPERIMENT, FASHION_MNIST));
const SUMS = { images: 0, lossSum: 0, correct: 0 };
const checkpointAt = (step: number): Checkpoint => ({
  step,
  history: [],
  points: [{ images: 2 * step, step, ms: step, loss: 1, acc: 0.5 }],
  epochSums: SUMS,
  windowSums: SUMS,
  trainedMs: step,
  parameters: PARAMETERS,
});

class Unreadable extends Map<string, Checkpoint> {
  override get(): never {
    throw new Error('busy');
  }
}

function openPlayground(kept: Map<string, Checkpoint> = new Map()) {
  const client = fakeClient();
  const { store, actions } = createPlayground(client, {
    checkpoints: { read: async (run) => kept.get(run), checkpoint: (...entry) => void kept.set(...entry) },
  });
  const arrangement = () =>
    client.sent.findLast((command) => command.kind === 'arrange' || command.kind === 'start')?.arrangement;
  const end = (run: string, kind: 'finished' | 'stopped') =>
    client.emit({
      kind: 'ended',
      run,
      outcome: kind === 'finished' ? { kind, test: { loss: 0.5, acc: 0.8 } } : { kind },
    });
  return { client, actions, arrangement, end, state: store.getState };
}

/** Starts so many runs of one experiment. */
function trainSeeds(seeds: number, kept?: Map<string, Checkpoint>) {
  const playground = openPlayground(kept);
  playground.actions.restore([{ ...EXPERIMENT, repeats: seeds }], DEFAULT_MATRIX, []);
  playground.actions.train();
  return playground;
}

describe('turns', () => {
  it('race up to six runs and queue more, said in one command with what begins', () => {
    expect(trainSeeds(6).arrangement()).toMatchObject({ sideBySide: 6 });
    const { client } = trainSeeds(7);
    const order = [1, 2, 3, 4, 5, 6, 7].map((n) => `run-${n}`);
    expect(client.sent).toEqual([
      {
        kind: 'start',
        runs: order.map((run) => expect.objectContaining({ run })),
        arrangement: { sideBySide: 1, order, held: [] },
      },
    ]);
  });

  it('are as the visitor chose, however many runs there are', () => {
    const { actions, arrangement } = trainSeeds(2);
    actions.setTurns('queue');
    expect(arrangement()).toMatchObject({ sideBySide: 1 });
    actions.restore([{ ...EXPERIMENT, repeats: 3 }], DEFAULT_MATRIX, []);
    actions.train();
    expect(arrangement()).toMatchObject({ sideBySide: 1, order: ['run-1', 'run-2', 'run-3'] });
  });

  it('hold, skip and move change the arrangement; what has ended leaves it', () => {
    const { actions, arrangement, end } = trainSeeds(3);
    actions.hold('run-1', true);
    expect(arrangement()).toMatchObject({ held: ['run-1'] });
    actions.hold('run-1', false);
    actions.skip('run-1');
    expect(arrangement()).toMatchObject({ order: ['run-2', 'run-3', 'run-1'], held: [] });
    actions.move('run-1', -1);
    expect(arrangement()).toMatchObject({ order: ['run-2', 'run-1', 'run-3'] });
    end('run-2', 'finished');
    expect(arrangement()).toMatchObject({ order: ['run-1', 'run-3'] });
  });

  it('cancel ends one run alone', () => {
    const { actions, client } = trainSeeds(2);
    actions.cancel('run-2');
    expect(client.sent.at(-1)).toEqual({ kind: 'stop', run: 'run-2' });
  });
});

describe('going on', () => {
  it('starts a stopped run from its checkpoint, in its own place and with its own curve', async () => {
    const checkpoint = checkpointAt(50);
    const { actions, client, end, state } = trainSeeds(2, new Map([['run-1', checkpoint]]));
    client.emit({ kind: 'checkpoint', run: 'run-1', checkpoint });
    end('run-1', 'stopped');
    await actions.goOn(['run-1']);
    expect(state().runs.map(({ id, status }) => [id, status.kind])).toEqual([
      ['run-1', 'waiting'],
      ['run-2', 'waiting'],
    ]);
    expect(client.sent.at(-1)).toMatchObject({ kind: 'start', runs: [{ run: 'run-1', checkpoint }] });
  });

  it('lets Train continue what was interrupted, and start only what is new', async () => {
    const checkpoint = checkpointAt(50);
    const { actions, client, state } = openPlayground(new Map([['old', checkpoint]]));
    actions.restore([{ ...EXPERIMENT, repeats: 2 }], DEFAULT_MATRIX, []);
    actions.train();
    const [first] = state().runs;
    if (!first) throw new Error('no run');
    actions.stop();
    client.sent.splice(0);
    const other = openPlayground(new Map([['old', checkpoint]]));
    other.actions.restore([{ ...EXPERIMENT, repeats: 2 }], DEFAULT_MATRIX, []);
    const kept = { step: 50, images: 100 };
    other.actions.restoreRuns([{ ...first, id: 'old', status: { kind: 'interrupted' }, kept }]);
    other.actions.train();
    await Promise.resolve();
    await Promise.resolve();
    const starts = other.client.sent.flatMap((command) => (command.kind === 'start' ? command.runs : []));
    expect(starts.map(({ run, checkpoint: from }) => [run, from?.step])).toEqual([
      ['run-1', undefined],
      ['old', 50],
    ]);
  });

  it('lets Step do one update of what was interrupted, and throws no weights away', async () => {
    const checkpoint = checkpointAt(50);
    const { actions, client, state } = openPlayground(new Map([['old', checkpoint]]));
    actions.restore([EXPERIMENT], DEFAULT_MATRIX, []);
    const old = newRun('old', EXPERIMENT, 0, 'old');
    const kept = { step: 50, images: 100 };
    actions.restoreRuns([{ ...old, status: { kind: 'interrupted' }, kept }]);
    await actions.step();
    expect(state().runs.map(({ id, status }) => [id, status.kind])).toEqual([['old', 'waiting']]);
    expect(client.sent.map(({ kind }) => kind)).toEqual(['pause', 'start', 'step']);
    expect(client.sent[1]).toMatchObject({ runs: [{ run: 'old', checkpoint }] });
  });

  it('has the curve up to its checkpoint, though it was deleted when the last of it came', async () => {
    const points = [25, 50].flatMap((step) => checkpointAt(step).points);
    const { actions, state } = trainSeeds(1, new Map([['run-1', { ...checkpointAt(50), points }]]));
    actions.deleteRun('run-1');
    actions.undoRemoval(state().notices.at(-1)?.id ?? -1);
    await actions.goOn(['run-1']);
    expect(state().runs[0]).toMatchObject({ points, kept: { step: 50 } });
  });

  it('says so where the weights are gone', async () => {
    const { actions, end, state } = trainSeeds(1);
    end('run-1', 'stopped');
    await actions.goOn(['run-1']);
    expect(state().notices.at(-1)?.message).toContain('its weights are not kept any more');
    expect(state().runs[0]?.status.kind).toBe('stopped');
  });

  it('never takes weights that cannot be read just now for lost', async () => {
    const { actions, state, end } = trainSeeds(1, new Unreadable());
    end('run-1', 'stopped');
    await actions.goOn(['run-1']);
    expect(state().notices.at(-1)?.message).toContain(
      'its weights could not be read (busy). Try again, or reload the page; Re-run starts it anew.',
    );
    expect(await actions.fork('run-1', {})).toContain('its weights could not be read (busy)');
    expect(state().runs.map(({ id, status }) => [id, status.kind])).toEqual([['run-1', 'stopped']]);
  });
});

describe('forking', () => {
  it('starts a run of its own below its parent, from the same weights, with the curve so far', async () => {
    const checkpoint = checkpointAt(50);
    const kept = new Map([['run-1', checkpoint]]);
    const { actions, client, end, state } = trainSeeds(2, kept);
    end('run-1', 'stopped');
    expect(await actions.fork('run-1', { batch: 32, schedule: 'cosine', decay: 0.01 })).toBeUndefined();
    const fork = state().runs[1];
    expect(fork).toMatchObject({
      id: 'run-3',
      name: 'GN(32)+WS · seed 1 → batch 32, cosine schedule, weight decay 0.01',
      experiment: { batch: 32, schedule: 'cosine', decay: 0.01 },
      fork: { parent: 'GN(32)+WS · seed 1', step: 50, images: 100, experiment: { batch: 2 } },
      points: checkpoint.points,
    });
    expect(client.sent.at(-1)).toMatchObject({
      kind: 'start',
      runs: [{ run: 'run-3', checkpoint: { step: 50 } }],
    });
    // It can go on, though it ends before it has trained.
    expect(kept.get('run-3')?.step).toBe(50);
    end('run-3', 'stopped');
    await actions.goOn(['run-3']);
    expect(client.sent.at(-1)).toMatchObject({ kind: 'start', runs: [{ run: 'run-3' }] });
  });

  it('never stands in for a run of its settings', async () => {
    const { actions, end, state } = trainSeeds(1, new Map([['run-1', checkpointAt(50)]]));
    end('run-1', 'stopped');
    await actions.fork('run-1', { lr: 0.01 });
    end('run-2', 'finished');
    actions.restore([{ ...EXPERIMENT, lr: 0.01 }], DEFAULT_MATRIX, []);
    actions.train();
    expect(state().runs.map(({ id }) => id)).toEqual(['run-1', 'run-2', 'run-3']);
  });

  it('says what is missing', async () => {
    const { actions, end } = trainSeeds(1);
    end('run-1', 'stopped');
    expect(await actions.fork('run-1', { batch: 4 })).toContain('are not kept');
  });
});
