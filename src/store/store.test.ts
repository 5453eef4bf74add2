import { describe, expect, it } from 'vitest';
import { MAX_COMPARISON } from '../spec/experiment.ts';
import {
  DEFAULT_EXPERIMENT,
  FIELD_KEYS,
  FIELDS,
  type FieldKey,
  limitsOf,
  METHOD_KEYS,
} from '../spec/fields.ts';
import { DEFAULT_MATRIX } from '../spec/matrix.ts';
import { BATCH_2, PRESETS } from '../spec/presets.ts';
import type { Checkpoints } from '../storage/archive.ts';
import { fakeClient } from '../testing/fakeClient.ts';
import { sampleCheckpoint } from '../testing/sampleRuns.ts';
import { apartFields, presetOf } from './selectors.ts';
import { createPlayground } from './store.ts';

function openPlayground({ read }: Checkpoints = { read: async () => undefined }) {
  const client = fakeClient();
  const checkpoints = { read, checkpoint: () => undefined };
  const { store, actions } = createPlayground(client, { checkpoints });
  const ids = () => store.getState().runs.map((run) => run.id);
  const finish = (id: string) =>
    client.emit({ kind: 'ended', run: id, outcome: { kind: 'finished', test: { loss: 0.5, acc: 0.8 } } });
  const sent = () =>
    client.sent
      .splice(0)
      .filter(({ kind }) => kind !== 'arrange')
      .flatMap((command) =>
        command.kind === 'start'
          ? command.runs.map(({ run }) => `start ${run}`)
          : 'run' in command
            ? `${command.kind} ${command.run}`
            : command.kind,
      );
  return { client, store, actions, ids, finish, sent, state: store.getState };
}

/** A value that the setting does not have yet. */
function another(key: FieldKey, value: string | number | undefined): string | number {
  const field = FIELDS[key];
  if (field.kind === 'choice') return field.values.find((other) => other !== value) ?? '';
  const { min, max } = limitsOf(key, DEFAULT_EXPERIMENT.data);
  return max === value ? min : max;
}

describe('train', () => {
  it('starts every experiment of the comparison, each in a colour of its own', () => {
    const { actions, state, sent } = openPlayground();
    actions.train();
    expect(sent()).toEqual(['start run-1', 'start run-2']);
    expect(state().runs.map((run) => run.name)).toEqual(['GN(4)+WS · seed 1', 'BN · seed 1']);
    expect(state().runs.map((run) => run.colour)).toEqual([0, 1]);
  });

  it('starts one run a seed, and equal experiments once', () => {
    const { actions, state } = openPlayground();
    actions.restore([{ ...DEFAULT_EXPERIMENT, repeats: 3 }, DEFAULT_EXPERIMENT], DEFAULT_MATRIX, []);
    actions.train();
    expect(state().runs.map((run) => run.experiment.seed)).toEqual([1, 2, 3]);
  });

  it('does nothing while all that is wanted is under way', () => {
    const { actions, sent } = openPlayground();
    actions.train();
    sent();
    actions.train();
    expect(sent()).toEqual([]);
  });

  it('keeps finished runs, trains what is new, and replaces what ended without a result', () => {
    const { actions, client, finish, ids, sent } = openPlayground();
    actions.train();
    finish('run-1');
    client.emit({ kind: 'ended', run: 'run-2', outcome: { kind: 'stopped' } });
    actions.addToComparison();
    actions.editField('norm', 'layer');
    sent();
    actions.train();
    expect(sent()).toEqual(['start run-3', 'start run-4']);
    expect(ids()).toEqual(['run-1', 'run-3', 'run-4']);
  });

  it('goes on with what failed and has a checkpoint, and with what lacked images once there is a connection', async () => {
    const read = async () => sampleCheckpoint(2);
    const { actions, client, ids, sent } = openPlayground({ read });
    const fail = (run: string) => {
      client.emit({ kind: 'checkpoint', run, checkpoint: sampleCheckpoint(2) });
      const outcome = { kind: 'failed', message: 'no image' } as const;
      client.emit({ kind: 'ended', run, outcome, ...(run === 'run-1' && { lacksImages: true }) });
    };
    const turn = () => new Promise((resolve) => setTimeout(resolve));
    actions.train();
    for (const run of ids()) fail(run);
    sent();
    actions.reconnected();
    await turn();
    expect(sent()).toEqual(['start run-1']);
    actions.reconnected();
    await turn();
    expect(sent()).toEqual([]);
    actions.train();
    await turn();
    expect(sent()).toEqual(['start run-2']);
    expect(ids()).toEqual(['run-1', 'run-2']);
  });

  it('adds the next seed of each once all have a result, and never repeats one', () => {
    const { actions, client, finish, ids, sent, state } = openPlayground();
    actions.train();
    finish('run-1');
    client.emit({ kind: 'ended', run: 'run-2', outcome: { kind: 'diverged', step: 3, message: 'NaN' } });
    sent();
    actions.train();
    expect(sent()).toEqual(['start run-3', 'start run-4']);
    expect(ids()).toEqual(['run-1', 'run-2', 'run-3', 'run-4']);
    expect(state().runs.map((run) => [run.experiment.seed, run.colour])).toEqual([
      [1, 0],
      [1, 1],
      [2, 0],
      [2, 1],
    ]);
    expect(state().comparison.map(({ repeats }) => repeats)).toEqual([2, 2]);
    actions.train();
    expect(sent()).toEqual([]);
  });

  it('adds no seed beyond the last one', () => {
    const { actions, finish, sent, state } = openPlayground();
    actions.restore([{ ...DEFAULT_EXPERIMENT, seed: 999_999_999 }], DEFAULT_MATRIX, []);
    actions.train();
    finish('run-1');
    sent();
    actions.train();
    expect(sent()).toEqual([]);
    actions.editField('repeats', 3);
    expect(state().comparison[0].repeats).toBe(1);
  });

  it('stops adding seeds at the most that there can be', () => {
    const { actions, finish, ids, sent, state } = openPlayground();
    actions.restore([{ ...DEFAULT_EXPERIMENT, repeats: 20 }], DEFAULT_MATRIX, []);
    actions.train();
    for (const id of ids()) finish(id);
    sent();
    actions.train();
    expect(sent()).toEqual([]);
    expect(state().comparison[0].repeats).toBe(20);
  });

  it('never changes a running run by an edit', () => {
    const { actions, state } = openPlayground();
    actions.train();
    actions.editField('batch', 64);
    expect(state().runs[0]?.experiment.batch).toBe(2);
  });
});

describe('pause, step, stop', () => {
  it('steps from a standing start: paused first, then started, then one step', async () => {
    const { actions, sent, state } = openPlayground();
    await actions.step();
    expect(sent()).toEqual(['pause', 'start run-1', 'start run-2', 'step']);
    expect(state().paused).toBe(true);
    await actions.step();
    expect(sent()).toEqual(['step']);
    actions.resume();
    expect(sent()).toEqual(['resume']);
  });

  it('stops all runs, and does not leave the next ones paused', () => {
    const { actions, sent, state } = openPlayground();
    actions.train();
    actions.pause();
    sent();
    actions.stop();
    expect(sent()).toEqual(['stop run-1', 'stop run-2', 'resume']);
    expect(state().paused).toBe(false);
  });
});

describe('step', () => {
  it('never trains a finished run afresh', () => {
    const { actions, finish, ids, sent, state } = openPlayground();
    actions.train();
    for (const id of ids()) finish(id);
    sent();
    actions.step();
    expect(sent()).toEqual([]);
    expect(ids()).toEqual(['run-1', 'run-2']);
    expect(state().notices.at(-1)?.message).toMatch(/there is no step left\. Train adds seed 2\.$/);
  });
});

describe('the comparison', () => {
  it('starts as the first preset and stops being it when edited', () => {
    const { actions, state } = openPlayground();
    expect(presetOf(state())?.id).toBe('quick');
    actions.editField('batch', 8);
    expect(presetOf(state())).toBeUndefined();
    actions.choosePreset('batch-2');
    expect(state().comparison).toEqual(BATCH_2.comparison);
  });

  it('stays the preset that it is on another engine, which the next preset keeps', () => {
    const { actions, state } = openPlayground();
    const engines = () => state().comparison.map(({ engine }) => engine);
    actions.editField('engine', 'wasm');
    expect([engines(), presetOf(state())?.id]).toEqual([['wasm', 'wasm'], 'quick']);
    actions.choosePreset('batch-2');
    expect([engines(), presetOf(state())?.id]).toEqual([['wasm', 'wasm'], 'batch-2']);
    actions.setApart('engine');
    actions.editField('engine', 'webgl');
    expect([engines(), presetOf(state())]).toEqual([['webgl', 'wasm'], undefined]);
  });

  it('puts another comparison in place, as a choice that the address follows', () => {
    const { actions, state } = openPlayground();
    actions.selectExperiment(1);
    const comparison = PRESETS[2]?.comparison ?? PRESETS[0].comparison;
    actions.compare(comparison);
    expect(state()).toMatchObject({ selected: 0, edited: 'chosen' });
    expect(state().comparison).toBe(comparison);
  });

  it('changes what a method is in one experiment, and what they share in all', () => {
    for (const key of FIELD_KEYS) {
      const { actions, state } = openPlayground();
      actions.selectExperiment(1);
      const before = state().comparison;
      const value = another(key, before[1]?.[key]);
      actions.editField(key, value);
      const [first, second] = state().comparison.map((experiment) => experiment[key]);
      expect([key, second]).toEqual([key, value]);
      expect([key, first]).toEqual([key, METHOD_KEYS.includes(key) ? before[0][key] : value]);
    }
  });

  it('lets a shared setting differ once it is set apart, until it is shared again', () => {
    const { actions, state } = openPlayground();
    const batches = () => state().comparison.map(({ batch }) => batch);
    actions.setApart('batch');
    expect(apartFields(state())).toEqual(['batch']);
    actions.selectExperiment(1);
    actions.editField('batch', 64);
    actions.editField('lr', 0.01);
    expect(batches()).toEqual([2, 64]);
    expect(state().comparison.map(({ lr }) => lr)).toEqual([0.01, 0.01]);
    actions.share('batch');
    expect(batches()).toEqual([64, 64]);
    expect(apartFields(state())).toEqual([]);
    actions.editField('batch', 8);
    expect(batches()).toEqual([8, 8]);
  });

  it('keeps the differences that a comparison comes with, also where values meet while one is typed', () => {
    const { actions, state } = openPlayground();
    const base = { ...DEFAULT_EXPERIMENT, batch: 6 };
    actions.compare([base, { ...base, batch: 60 }]);
    expect(apartFields(state())).toEqual(['batch']);
    actions.selectExperiment(1);
    for (const typed of [6, 64]) actions.editField('batch', typed);
    expect(state().comparison.map(({ batch }) => batch)).toEqual([6, 64]);
    actions.compare([base, base]);
    expect(apartFields(state())).toEqual([]);
  });

  it('has nothing apart in a comparison of one', () => {
    const { actions, state } = openPlayground();
    actions.setApart('batch');
    actions.removeExperiment(0);
    actions.addToComparison();
    expect(apartFields(state())).toEqual([]);
  });

  it('uses the nearest allowed value', () => {
    const { actions, state } = openPlayground();
    actions.editField('batch', 5000);
    expect(state().comparison[0].batch).toBe(1024);
  });

  it('adds the form and puts the new one into it, up to the limit', () => {
    const { actions, state } = openPlayground();
    actions.selectExperiment(1);
    actions.addToComparison();
    expect(state().selected).toBe(2);
    expect(state().comparison[2]).toEqual(state().comparison[1]);
    for (let i = 0; i < MAX_COMPARISON; i++) actions.addToComparison();
    expect(state().comparison.length).toBe(MAX_COMPARISON);
  });

  it('removes any but the last experiment, and keeps the form on the same one', () => {
    const { actions, state } = openPlayground();
    actions.selectExperiment(1);
    actions.removeExperiment(0);
    expect(state().comparison.map((experiment) => experiment.norm)).toEqual(['batch']);
    expect(state().selected).toBe(0);
    actions.removeExperiment(0);
    expect(state().comparison.length).toBe(1);
  });

  it('says what a link had wrong', () => {
    const { actions, state } = openPlayground();
    actions.restore([DEFAULT_EXPERIMENT], DEFAULT_MATRIX, [
      { path: 'batch', found: '0', expected: 'is below 1', used: 'used 1' },
    ]);
    expect(state().notices[0]?.message).toContain('batch: 0 is below 1, used 1');
    expect(state().edited).toBe('restored');
  });
});

describe('runs', () => {
  it('deletes with undo, and stops what was running', () => {
    const { actions, client, ids, sent, state } = openPlayground();
    actions.train();
    sent();
    actions.deleteRun('run-1');
    expect(sent()).toEqual(['stop run-1']);
    expect(ids()).toEqual(['run-2']);
    client.emit({ kind: 'ended', run: 'run-1', outcome: { kind: 'stopped' } });
    actions.undoRemoval(state().notices[0]?.id ?? 0);
    expect(ids()).toEqual(['run-1', 'run-2']);
    expect(state().runs[0]?.status.kind).toBe('stopped');
    expect(state().notices).toEqual([]);
  });

  it('brings back each of several deleted runs on its own', () => {
    const { actions, finish, ids, state } = openPlayground();
    actions.train();
    for (const id of ids()) finish(id);
    for (const id of ids()) actions.deleteRun(id);
    expect(ids()).toEqual([]);
    const [first, second] = state().notices;
    actions.undoRemoval(second?.id ?? 0);
    actions.undoRemoval(first?.id ?? 0);
    expect(ids()).toEqual(['run-1', 'run-2']);
    expect(state().removed).toEqual([]);
  });

  it('offers a result back that is trained afresh, until its notice is dismissed', () => {
    const { actions, finish, ids, state } = openPlayground();
    actions.train();
    for (const id of ids()) finish(id);
    actions.trainAll(state().runs.map(({ experiment }) => experiment));
    expect(ids()).toEqual(['run-3', 'run-4']);
    const notice = state().notices.at(-1);
    expect(notice?.message).toContain('Training 2 runs again');
    actions.undoRemoval(notice?.id ?? 0);
    expect(
      state()
        .runs.map((run) => run.name)
        .sort(),
    ).toEqual(['BN · seed 1', 'BN · seed 1 (earlier)', 'GN(4)+WS · seed 1', 'GN(4)+WS · seed 1 (earlier)']);
    actions.deleteRun('run-3');
    actions.dismissNotice(state().notices.at(-1)?.id ?? 0);
    expect(state().removed).toEqual([]);
  });

  it('lets go of what was deleted when newer notices take the place of the offer to bring it back', () => {
    const { actions, finish, ids, state } = openPlayground();
    actions.train();
    for (const id of ids()) finish(id);
    actions.deleteRun('run-1');
    expect(state().removed).toHaveLength(1);
    for (const message of ['one', 'two', 'three', 'four']) actions.notify(message);
    expect(state().removed).toEqual([]);
  });

  it('names every setting in which a run differs from those beside it', () => {
    const { actions, state } = openPlayground();
    actions.restore([DEFAULT_EXPERIMENT], DEFAULT_MATRIX, []);
    actions.train();
    actions.editField('lr', 0.01);
    actions.editField('network', 'mlp');
    actions.train();
    expect(state().runs.map((run) => run.name)).toEqual([
      'GN(32)+WS · seed 1',
      'GN(32)+WS · learning rate 0.01 · MLP 256–128 · seed 1',
    ]);
  });

  it('re-runs in place under a new id, so that late events of the old run are stale', () => {
    const { actions, client, ids, sent, state } = openPlayground();
    actions.train();
    sent();
    actions.rerun('run-1');
    expect(sent()).toEqual(['stop run-1', 'start run-3']);
    expect(ids()).toEqual(['run-3', 'run-2']);
    client.emit({ kind: 'ended', run: 'run-1', outcome: { kind: 'stopped' } });
    expect(state().runs[0]?.status.kind).toBe('waiting');
  });

  it('ignores an empty name', () => {
    const { actions, state } = openPlayground();
    actions.train();
    actions.renameRun('run-1', '  ');
    expect(state().runs[0]?.name).toBe('GN(4)+WS · seed 1');
  });
});

describe('loadSettings', () => {
  it('puts a run’s settings in place of those in the form, and leaves where runs run', () => {
    const { actions, state } = openPlayground();
    actions.restore(
      [{ ...DEFAULT_EXPERIMENT, norm: 'batch', batch: 64, seed: 7, engine: 'wasm' }],
      DEFAULT_MATRIX,
      [],
    );
    actions.train();
    const [id = ''] = state().runs.map((run) => run.id);
    actions.restore(
      [DEFAULT_EXPERIMENT, { ...DEFAULT_EXPERIMENT, norm: 'layer', repeats: 3 }],
      DEFAULT_MATRIX,
      [],
    );
    actions.selectExperiment(1);
    actions.loadSettings([id]);
    expect(state().comparison).toEqual([
      DEFAULT_EXPERIMENT,
      { ...DEFAULT_EXPERIMENT, norm: 'batch', batch: 64, seed: 7 },
    ]);
    expect(state().edited).toBe('chosen');
    expect(state().notices.at(-1)?.message).toContain('The form has the settings of BN');
  });

  it('turns the form to what is in the comparison already', () => {
    const { actions, state } = openPlayground();
    const comparison = [DEFAULT_EXPERIMENT, { ...DEFAULT_EXPERIMENT, norm: 'layer', repeats: 2 }] as const;
    actions.restore(comparison, DEFAULT_MATRIX, []);
    actions.train();
    actions.loadSettings([state().runs.at(-1)?.id ?? '']);
    expect(state().comparison).toEqual(comparison);
    expect(state().selected).toBe(1);
  });

  it('asks for the seeds of a group where they are in a row', () => {
    const { actions, state } = openPlayground();
    actions.restore([{ ...DEFAULT_EXPERIMENT, seed: 4, repeats: 3 }], DEFAULT_MATRIX, []);
    actions.train();
    const ids = state().runs.map((run) => run.id);
    actions.restore([{ ...DEFAULT_EXPERIMENT, norm: 'layer' }], DEFAULT_MATRIX, []);
    actions.loadSettings(ids);
    expect(state().comparison[0]).toMatchObject({ seed: 4, repeats: 3 });
    actions.restore([{ ...DEFAULT_EXPERIMENT, norm: 'layer' }], DEFAULT_MATRIX, []);
    actions.loadSettings([ids[2] ?? '', ids[0] ?? '']);
    expect(state().comparison[0]).toMatchObject({ seed: 4, repeats: 1 });
    actions.loadSettings(['gone']);
    expect(state().comparison[0]).toMatchObject({ seed: 4, repeats: 1 });
  });
});
