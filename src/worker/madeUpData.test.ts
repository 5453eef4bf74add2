/**
 * A data set of one's own from end to end: 12 × 10 pixels in colour, seven classes of which two have one name, registered
 * as a visitor's images will be. Nothing in the product may know better what images are like.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readExperiments } from '../cli/options.ts';
import { curvesOf } from '../curves/curves.ts';
import { type DataSet, shareShards } from '../data/dataSet.ts';
import { sampleImages } from '../data/samples.ts';
import { identityOf } from '../data/sha256.ts';
import { registerDataSet } from '../data/source.ts';
import { open as openTfjs } from '../engine/tfjs/devices/cpu.ts';
import { createWasmEngine } from '../engine/wasm/engine.ts';
import type { AnswerTo, Question, QuestionKind } from '../inspection/question.ts';
import { buildNetwork } from '../network/build.ts';
import { streamKey, uniform } from '../random/streams.ts';
import { renderArchitecture } from '../report/architecture.ts';
import { runsCsv } from '../report/csv.ts';
import { runJson } from '../report/json.ts';
import { toSafetensors, weightsMetadata } from '../report/safetensors.ts';
import { kerasScript } from '../report/scripts/keras.ts';
import { pytorchScript } from '../report/scripts/pytorch.ts';
import { toTfjsModel } from '../report/tfjs/model.ts';
import { compareRuns } from '../results/agreement.ts';
import { groupKey } from '../results/groups.ts';
import { readRunFile } from '../results/readRunFile.ts';
import { decodeFragment, encodeLink } from '../share/link.ts';
import { decodeResults, encodeResults } from '../share/results.ts';
import { type DataSpec, imageBytes, SPLITS, type Split } from '../spec/dataSpec.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT, FIELDS, limitsOf } from '../spec/fields.ts';
import { DEFAULT_MATRIX, offeredValues } from '../spec/matrix.ts';
import { describeProblem } from '../spec/validate.ts';
import { checkpointRowOf, readCheckpoint, readRunRow, runRowOf } from '../storage/records.ts';
import { recordOfSaved, savedRunOf } from '../store/putBack.ts';
import { newRun, type RunRecord, resultOf } from '../store/run.ts';
import { createPlayground } from '../store/store.ts';
import { workOf } from '../store/timeLeft.ts';
import { fakeClient } from '../testing/fakeClient.ts';
import { hostOver, start } from '../testing/fakeHost.ts';
import { describeTrain } from '../ui/controls/estimate.ts';

const COUNTS = { train: 210, validation: 70, test: 84 };
const CLASSES = ['Tabby', 'Manx', 'Siamese', 'Tabby', 'Sphynx', 'Ragdoll', 'Bengal'];
const SHAPE = [12, 10, 3] as const;
const BYTES = imageBytes({ shape: SHAPE });

const labelsOf = (split: Split): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: COUNTS[split] }, (_, row) => row % CLASSES.length);

/** A class is a colour and a place, with noise: a network can learn it. */
function imagesOf(split: Split): Uint8Array<ArrayBuffer> {
  const labels = labelsOf(split);
  const images = new Uint8Array(labels.length * BYTES);
  labels.forEach((label, row) => {
    const noise = uniform(streamKey(row, `cats/${split}`), BYTES, 0, 60);
    for (let at = 0; at < BYTES; at++) {
      const lit = Math.floor(at / 30) % CLASSES.length === label && at % 3 === label % 3;
      images[row * BYTES + at] = (noise[at] ?? 0) + (lit ? 180 : 0);
    }
  });
  return images;
}

const sum = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function describeCats(): Promise<DataSpec> {
  const parts = SPLITS.map((split) => [
    split,
    { labels: sum(labelsOf(split)), shards: [sum(imagesOf(split))] },
  ]);
  const sha256 = (await identityOf({ shape: SHAPE, counts: COUNTS }, Object.fromEntries(parts))) ?? '';
  const id = `cats.${sha256.slice(0, 12)}`;
  return { id, name: 'Cats', sha256, shape: SHAPE, classes: CLASSES, counts: COUNTS };
}

const open = async (spec: DataSpec): Promise<DataSet> => ({
  spec,
  id: spec.id,
  trainLabels: labelsOf('train'),
  load: shareShards(spec, async (split, index) => ({
    ...{ split, index, start: 0 },
    ...{ images: imagesOf(split), labels: labelsOf(split) },
  })),
});

let cats: DataSpec;
let forget: () => void;
let experiment: Experiment;
beforeAll(async () => {
  cats = await describeCats();
  forget = registerDataSet(cats, { open: () => open(cats) });
  const settings = {
    network: 'small-cnn',
    groups: 4,
    images: 140,
    batch: 10,
    epochs: 2,
    engine: 'wasm',
  } as const;
  experiment = { ...DEFAULT_EXPERIMENT, ...settings, data: cats.id };
});
afterAll(() => forget());

type Machine = ReturnType<typeof hostOver>;

async function ask<Q extends Question>(
  host: Machine,
  question: Q,
): Promise<AnswerTo<Q['kind'] & QuestionKind>> {
  const name = JSON.stringify(question.kind);
  host.send({ kind: 'ask', run: 'a', ask: name, question, live: false });
  await host.until(
    () => host.events.some((event) => event.kind === 'wanted') || answered(host, name) !== undefined,
  );
  const checkpoint = host.checkpointOf('a');
  if (answered(host, name) === undefined && checkpoint) {
    host.send({ kind: 'lend', run: 'a', model: { experiment, checkpoint } });
  }
  await host.until(() => answered(host, name) !== undefined);
  const answer = answered(host, name);
  if (answer?.kind !== 'answer') throw new Error(answer?.kind === 'unanswered' ? answer.why : 'no answer');
  return answer.answer as AnswerTo<Q['kind'] & QuestionKind>;
}

const answered = ({ events }: Machine, name: string) =>
  events.find((event) => (event.kind === 'answer' || event.kind === 'unanswered') && event.ask === name);

/** The run as the page has it once the worker has told all. */
function recordOf({ events }: Machine): RunRecord {
  const client = fakeClient();
  const { store } = createPlayground(client);
  store.setState({ runs: [newRun('a', experiment, 0, 'Cats and GN')] });
  for (const event of events) client.emit(event);
  const [run] = store.getState().runs;
  if (!run) throw new Error('no run');
  return run;
}

/** TensorFlow.js's JavaScript backend is slow: it trains on few images, and learns as little. */
const ENGINES = [
  { name: 'the CPU engine', create: () => createWasmEngine({ threads: 1 }), settings: {}, least: 0.5 },
  { name: 'TensorFlow.js', create: openTfjs, settings: { images: 100, epochs: 1 }, least: 0 },
] as const;

describe.each(ENGINES)('on $name', ({ create, settings, least }) => {
  it('trains, is scored, looked into, kept, exported and shared', async () => {
    const host = hostOver(['wasm'], { create });
    experiment = { ...experiment, ...settings };
    host.send(start('a', experiment));
    await host.ended('a');
    const outcome = host.outcomeOf('a');
    if (outcome?.kind !== 'finished') throw new Error(JSON.stringify(outcome));
    // Seven classes of a colour and a place each: far above a seventh.
    expect(outcome.test.acc).toBeGreaterThan(least);
    expect(outcome.test.acc * COUNTS.test).toBeCloseTo(Math.round(outcome.test.acc * COUNTS.test), 9);
    expect(host.events).toContainEqual({ kind: 'data', run: 'a', data: { spec: cats } });
    const checkpoint = host.checkpointOf('a');
    if (!checkpoint) throw new Error('no checkpoint');
    expect(checkpoint.data).toEqual({ spec: cats });
    expect(checkpoint.parameters.get('conv1/kernel')).toHaveLength(3 * 3 * 3 * 8);

    // Inspection.
    const predictions = await ask(host, { kind: 'predictions', images: 1000 });
    expect(predictions.images).toBe(COUNTS.test);
    expect(predictions.confusion).toHaveLength(7);
    expect(predictions.confusion.flat().reduce((total, count) => total + count, 0)).toBe(COUNTS.test);
    expect(predictions.confusion.map((row) => row.reduce((total, n) => total + n, 0))).toEqual(
      Array(7).fill(12),
    );
    const { pictures } = await ask(host, { kind: 'pictures', split: 'test', rows: [3] });
    expect(pictures[0]).toEqual({
      ...{ split: 'test', row: 3, label: 3, shape: SHAPE },
      pixels: imagesOf('test').slice(3 * BYTES, 4 * BYTES),
    });
    const { probabilities } = await ask(host, {
      kind: 'classification',
      pixels: imagesOf('test').slice(0, BYTES),
    });
    expect(probabilities).toHaveLength(7);
    expect((await ask(host, { kind: 'filters' })).shape).toEqual([3, 3, 3, 8]);

    // Storage, by way of the page.
    const run = recordOf(host);
    expect(run).toMatchObject({ data: { spec: cats }, name: 'Cats and GN', status: { kind: 'finished' } });
    const row = runRowOf({
      owner: 'page',
      touchedMs: 1,
      removed: false,
      kept: undefined,
      run: savedRunOf(run),
    });
    const back = readRunRow(structuredClone(row))?.run;
    expect(back && resultOf(recordOfSaved({ ...back, kept: undefined }))).toEqual(resultOf(run));
    expect(readCheckpoint(structuredClone(checkpointRowOf(checkpoint)))).toEqual(checkpoint);

    // Exports.
    const result = resultOf(run);
    expect(readRunFile(JSON.parse(runJson(result)))).toEqual({ results: [result], notes: [] });
    expect(runsCsv([result])).toContain(`,${cats.sha256},`);
    const network = buildNetwork(experiment, cats);
    const metadata = weightsMetadata(experiment, cats);
    expect(new TextDecoder().decode(toSafetensors(network, checkpoint.parameters, metadata))).toContain(
      'Siamese',
    );
    expect(toTfjsModel(network, checkpoint.parameters)['model.json'].replace(/\s/g, '')).toContain(
      '"batch_input_shape":[null,12,10,3]',
    );
    expect(renderArchitecture(network)).toContain('12 × 10 × 3');
    for (const script of [pytorchScript(experiment, cats), kerasScript(experiment, cats)]) {
      expect(script).toContain('CLASSES = 7\nSHAPE = (12, 10, 3)');
      expect(script).toContain('on Cats with ');
      expect(script).not.toContain('Fashion');
    }

    // A link with results, opened where the images are not.
    const { text } = encodeResults([result]);
    forget();
    const [linked] = decodeResults(text).runs ?? [];
    expect(linked).toMatchObject({ data: { spec: cats }, outcome: { kind: 'finished', test: outcome.test } });
    expect(linked && compareRuns(linked, result, linked)).toMatchObject({ whole: true });
    const file = readRunFile(JSON.parse(runJson(result)));
    expect(file).toMatchObject({ results: [result], notes: [expect.stringContaining(cats.id)] });
    const kept = readRunRow(structuredClone(row))?.run;
    expect(kept).toMatchObject({ data: { spec: cats }, points: run.points });
    expect(curvesOf([{ ...run, active: false }], 'loss')?.yDomain[1]).toBeLessThanOrEqual(4);
    forget = registerDataSet(cats, { open: () => open(cats) });
  });
});

describe('the form, the terminal and the link', () => {
  it('offer it, with as many images as it has', async () => {
    expect(FIELDS.data.values).toEqual(['fashion-mnist', 'synthetic', cats.id]);
    expect(FIELDS.data.names[cats.id]).toBe('Cats');
    expect(limitsOf('images', cats.id)).toEqual({ min: 100, max: 210 });
    const { store, actions } = createPlayground(fakeClient());
    actions.editField('data', cats.id);
    expect(store.getState().comparison.map(({ data, images }) => [data, images])).toEqual(
      store.getState().comparison.map(() => [cats.id, 210]),
    );
    expect(workOf({ ...experiment, images: 210, epochs: 3 })).toBe(3 * 210 + (3 * 70 + 84) / 3);
    const samples = await sampleImages(cats, { seed: 1, perClass: 2, baseUrl: '' });
    expect(samples.map((ofClass) => ofClass.map(({ length }) => length))).toEqual(
      Array(7).fill([BYTES, BYTES]),
    );
    const options = new Map([
      ['data', cats.id],
      ['images', '200'],
    ]);
    expect(readExperiments(options)).toMatchObject([{ data: cats.id, images: 200 }]);
    const many = new Map([
      ['data', cats.id],
      ['images', '211'],
    ]);
    expect(() => readExperiments(many)).toThrow('--images: 211 is above 210');
  });

  it('train on as many of its images as there are, or say that there are fewer', async () => {
    const client = fakeClient();
    const { store, actions } = createPlayground(client);
    const images = () => store.getState().comparison.map((each) => each.images);
    const all = images().map(() => 210);
    actions.editField('data', cats.id);
    actions.setBudget('full');
    expect(images()).toEqual(all);
    expect(offeredValues('images', { ...experiment, images: 100 })).toEqual([{ images: 100 }]);
    store.setState({
      comparison: [
        { ...experiment, data: cats.id },
        { ...experiment, data: 'synthetic', images: 1000 },
      ],
    });
    actions.share('data');
    expect(images()).toEqual([experiment.images, 210]);
    await actions.trainAll([{ ...experiment, images: 6000 }]);
    expect(client.sent.filter(({ kind }) => kind === 'start')).toEqual([]);
    const message = 'images: 6,000 is above 210, change it to train.';
    expect(store.getState().notices).toMatchObject([{ tone: 'warning', message }]);
  });

  it('read what an earlier version trained under more images than there are', () => {
    const run: RunRecord = {
      ...newRun('a', { ...experiment, images: 6000 }, 0, 'BN'),
      status: { kind: 'stopped' },
    };
    const row = { owner: 'page', touchedMs: 1, removed: false, kept: undefined, run: savedRunOf(run) };
    const kept = readRunRow(structuredClone(runRowOf(row)))?.run;
    expect(kept?.experiment.images).toBe(6000);
    const file = readRunFile(JSON.parse(runJson(resultOf(run))));
    expect(file).toMatchObject({ results: [{ experiment: { images: 6000 } }] });
  });

  it('carry its name, and never put another in its place', () => {
    const fragment = encodeLink([experiment], DEFAULT_MATRIX);
    expect(fragment).toContain(`data=${cats.id}`);
    expect(decodeFragment(fragment)).toMatchObject({ comparison: [experiment], problems: [] });
    forget();
    const message = `data: '${cats.id}' is not a data set of this browser, which has fashion-mnist, synthetic, choose one of them to train`;
    const read = decodeFragment(fragment);
    expect(read).toMatchObject({ comparison: [experiment], problems: [{ path: 'data' }] });
    expect(read?.problems.map(describeProblem)).toEqual([message]);
    const client = fakeClient();
    const { store, actions } = createPlayground(client);
    store.setState({ comparison: [experiment] });
    actions.train();
    actions.step();
    expect(client.sent.filter(({ kind }) => kind === 'start')).toEqual([]);
    expect(store.getState().notices).toMatchObject([{ tone: 'warning', message: `${message}.` }]);
    expect(describeTrain(store.getState())).toBe(`Nothing to train: ${message}.`);
    expect(() => readExperiments(new Map([['data', cats.id]]))).toThrow(`--${message}`);
    forget = registerDataSet(cats, { open: () => open(cats) });
  });
});

it('is another group than the same experiment on other images', () => {
  const on = (spec: DataSpec) => groupKey({ experiment, data: { spec } });
  expect(on(cats)).toBe(on({ ...cats, name: 'Kittens' }));
  expect(on(cats)).not.toBe(on({ ...cats, sha256: '0'.repeat(64) }));
});
