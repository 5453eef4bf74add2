import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineLost } from '../../engine/engine.ts';
import { createWasmEngine } from '../../engine/wasm/engine.ts';
import { landscape } from '../../inspection/landscape.ts';
import type { Answer, Question } from '../../inspection/question.ts';
import type { Amount, Subject } from '../../inspection/subject.ts';
import { hostOver, start, stepsOf, toStart } from '../../testing/fakeHost.ts';
import type { Command, WorkerEvent } from '../protocol.ts';

/** What `answer` does in the test under way; it stands for all of src/inspection. */
let work: (subject: Subject, question: Question) => AsyncGenerator<Amount, Answer, void>;
vi.mock('../../inspection/answer.ts', () => ({
  answer: (subject: Subject, question: Question) => work(subject, question),
}));

const QUESTION: Question = { kind: 'pictures', split: 'train', rows: [] };
const ANSWER: Answer = { kind: 'pictures', pictures: [] };

/** More than a test waits for. */
const LONG = { epochs: 200, images: 20_000 } as const;

const asking = (run: string, ask = `of ${run}`, live = false): Command => ({
  kind: 'ask',
  ask,
  run,
  question: QUESTION,
  live,
});

const answersOf = (events: readonly WorkerEvent[], ask: string) =>
  events.flatMap((event) => (event.kind === 'answer' && event.ask === ask ? [event] : []));

/** Milliseconds of busy waiting, as computing takes them. */
function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

/** What a test waits for, or lets others wait for. */
function signal() {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

beforeEach(() => {
  // biome-ignore lint/correctness/useYield: an answer in one piece
  work = async function* () {
    return ANSWER;
  };
});

describe('questions', () => {
  it('are put to a copy of the run as it stands, which training does not touch', async () => {
    const { events, engines, send, until, ended } = hostOver(['webgl']);
    send(start('a', { epochs: 30 }));
    await until(() => stepsOf(events, 'a') > 5);
    send(asking('a'));
    await until(() => answersOf(events, 'of a').length === 1);
    const [answer] = answersOf(events, 'of a');
    expect(answer).toMatchObject({ run: 'a', answer: ANSWER, images: 10 * (answer?.step ?? 0) });
    expect(answer?.step).toBeGreaterThan(5);
    expect(engines[0]?.trainers[1]?.seen).toEqual([]);
    send({ kind: 'stop', run: 'a' });
    await ended('a');
  });

  it('give the same curve as without them', async () => {
    const curve = async (asked: boolean) => {
      const { engines, send, until, events, ended } = hostOver(['webgl']);
      send(start('a', { epochs: 20 }));
      await until(() => stepsOf(events, 'a') > 3);
      for (let i = 0; asked && i < 5; i++) send(asking('a', `ask ${i}`));
      await ended('a');
      return engines[0]?.trainers[0]?.state;
    };
    expect(await curve(true)).toBe(await curve(false));
  });

  it('are answered while everything is paused', async () => {
    const { events, send, until } = hostOver(['webgl']);
    send(start('a', LONG));
    await until(() => stepsOf(events, 'a') > 3);
    send({ kind: 'pause' });
    await until(() => events.some((event) => event.kind === 'paused'));
    send(asking('a'));
    await until(() => answersOf(events, 'of a').length === 1);
    send({ kind: 'stop', run: 'a' });
  });

  it('about a run that is over are put to what the page lends', async () => {
    const { events, send, until, ended, checkpointOf } = hostOver(['webgl']);
    send(start('a'));
    await ended('a');
    send(asking('a'));
    await until(() => events.some((event) => event.kind === 'wanted'));
    const checkpoint = checkpointOf('a');
    const { experiment } = toStart('a');
    if (!checkpoint) throw new Error('no checkpoint');
    send({ kind: 'lend', run: 'a', model: { experiment, checkpoint } });
    await until(() => answersOf(events, 'of a').length === 1);
    expect(answersOf(events, 'of a')[0]).toMatchObject({ step: checkpoint.step, images: 200 });
    // The model stays: the page is not asked again.
    send(asking('a', 'again'));
    await until(() => answersOf(events, 'again').length === 1);
    expect(events.filter((event) => event.kind === 'wanted')).toHaveLength(1);
  });

  it('say why they cannot be answered', async () => {
    const { events, send, until } = hostOver(['webgl']);
    send(asking('gone'));
    await until(() => events.some((event) => event.kind === 'wanted'));
    send({ kind: 'lend', run: 'gone', model: { missing: 'No weights are kept.' } });
    await until(() => events.some((event) => event.kind === 'unanswered'));
    expect(events.at(-1)).toEqual({
      kind: 'unanswered',
      run: 'gone',
      ask: 'of gone',
      why: 'No weights are kept.',
    });
  });

  it('get a small share of the time of training', async () => {
    work = async function* () {
      for (;;) {
        busy(5);
        yield { done: 0, total: 1 };
      }
    };
    const { events, send, until } = hostOver(['webgl'], { slowness: { webgl: 10 } });
    send(start('a', LONG));
    await until(() => stepsOf(events, 'a') > 3);
    send(asking('a', 'live', true));
    const pieces = () => events.filter((event) => event.kind === 'answering').length;
    const before = performance.now();
    await until(() => pieces() >= 3);
    // Three pieces of about 60 ms, and training for eleven times as long after each but the last.
    expect(performance.now() - before).toBeGreaterThan(2 * 60 * 11);
    send({ kind: 'withdraw', ask: 'live' }, { kind: 'stop', run: 'a' });
  });

  it('that are withdrawn are not answered, and clean up after themselves', async () => {
    let cleaned = false;
    work = async function* () {
      try {
        for (;;) {
          busy(10);
          yield { done: 0, total: 1 };
        }
      } finally {
        cleaned = true;
      }
    };
    const { events, send, until } = hostOver(['webgl']);
    send(start('a', LONG));
    await until(() => stepsOf(events, 'a') > 3);
    send(asking('a'));
    await until(() => events.some((event) => event.kind === 'answering'));
    send({ kind: 'withdraw', ask: 'of a' });
    await until(() => cleaned);
    send({ kind: 'stop', run: 'a' });
    expect(answersOf(events, 'of a')).toEqual([]);
  });

  it('that are withdrawn leave nothing under the next one, even while the engine owes them a look', async () => {
    work = (subject) => landscape(subject, { kind: 'landscape', images: 10, reach: 1, points: 3 });
    let [trainers, looks] = [0, 0];
    const [owing, paid] = [signal(), signal()];
    const create = async () => {
      const made = await createWasmEngine({ threads: 1 });
      if (!('engine' in made)) throw new Error(made.unavailable);
      const { engine } = made;
      const createTrainer = engine.createTrainer.bind(engine);
      engine.createTrainer = async (...args) => {
        trainers++;
        const trainer = await createTrainer(...args);
        const inspect = trainer.inspect.bind(trainer);
        // The second is of the first point, with other weights than the run's.
        trainer.inspect = async (request) => {
          const found = await inspect(request);
          if (++looks === 2) {
            owing.give();
            await paid.given;
          }
          return found;
        };
        return trainer;
      };
      return made;
    };
    const { events, send, until } = hostOver(['wasm'], { create });
    send(start('a', { ...LONG, network: 'mlp', engine: 'wasm' }));
    await until(() => stepsOf(events, 'a') > 3);
    send({ kind: 'pause' }, asking('a'));
    await owing.given;
    send({ kind: 'withdraw', ask: 'of a' }, asking('a', 'next'));
    await until(() => answersOf(events, 'next').length === 1);
    paid.give();
    send(asking('a', 'alone'));
    await until(() => answersOf(events, 'alone').length === 1);
    send({ kind: 'stop', run: 'a' });
    expect(answersOf(events, 'next')[0]?.answer).toEqual(answersOf(events, 'alone')[0]?.answer);
    // The run's and the copy's.
    expect(trainers).toBe(2);
  });

  it('that are withdrawn put nothing back under the next one, whose run has gone on', async () => {
    const [owing, paid] = [signal(), signal()];
    work = async function* ({ trainer, parameters }) {
      try {
        yield { done: 0, total: 1 };
        owing.give();
        await paid.given;
        return ANSWER;
      } finally {
        trainer.setParameters(parameters);
      }
    };
    const { events, engines, send, until } = hostOver(['webgl']);
    send(start('a', LONG));
    await until(() => stepsOf(events, 'a') > 3);
    send(asking('a'));
    await owing.given;
    send({ kind: 'withdraw', ask: 'of a' });
    const before = stepsOf(events, 'a');
    await until(() => stepsOf(events, 'a') > before + 5);
    const held: unknown[] = [];
    work = async function* ({ parameters }) {
      paid.give();
      // The one before comes to its end.
      await new Promise((resolve) => setTimeout(resolve));
      held.push(parameters, await engines[0]?.trainers[1]?.parameters());
      yield { done: 0, total: 1 };
      return ANSWER;
    };
    send(asking('a', 'next'));
    await until(() => answersOf(events, 'next').length === 1);
    send({ kind: 'stop', run: 'a' });
    expect(held[1]).toEqual(held[0]);
  });

  it('are begun anew when their engine was lost, and given up after three times', async () => {
    let losses = 0;
    // biome-ignore lint/correctness/useYield: it fails in the first piece
    work = async function* () {
      if (losses++ === 0) throw new EngineLost('The GPU went away');
      return ANSWER;
    };
    const { events, send, until } = hostOver(['webgl']);
    send(start('a', LONG));
    await until(() => stepsOf(events, 'a') > 3);
    send(asking('a'));
    await until(() => answersOf(events, 'of a').length === 1);
    // biome-ignore lint/correctness/useYield: it fails in the first piece
    work = async function* () {
      throw new EngineLost('The GPU went away');
    };
    send(asking('a', 'again'));
    await until(() => events.some((event) => event.kind === 'unanswered'));
    send({ kind: 'stop', run: 'a' });
  });

  it('about a run that this worker never trained find its images on the engine', async () => {
    const create = () => createWasmEngine({ threads: 1 });
    const settings = { network: 'mlp', engine: 'wasm', epochs: 1 } as const;
    const first = hostOver(['wasm'], { create });
    first.send(start('a', settings));
    await first.ended('a');
    const checkpoint = first.checkpointOf('a');
    const { experiment } = toStart('a', settings);
    if (!checkpoint) throw new Error('no checkpoint');

    work = async function* ({ trainer, data }) {
      yield { done: 0, total: 1 };
      const images = { split: 'train', rows: data.subset.slice(0, 2) } as const;
      await trainer.inspect({ images, statistics: 'moving', outputs: [], gradients: false });
      return ANSWER;
    };
    const { events, send, until } = hostOver(['wasm'], { create });
    send(asking('a'));
    await until(() => events.some((event) => event.kind === 'wanted'));
    send({ kind: 'lend', run: 'a', model: { experiment, checkpoint } });
    await until(() => events.some((event) => event.kind === 'answer' || event.kind === 'unanswered'));
    expect(events.at(-1)).toMatchObject({ kind: 'answer', step: checkpoint.step });
  });

  it('about a run that was made to wait are put to the checkpoint that it left', async () => {
    const { events, send, until, checkpointOf } = hostOver(['webgl']);
    send(start('a', LONG));
    await until(() => stepsOf(events, 'a') > 3);
    send(asking('a'));
    await until(() => answersOf(events, 'of a').length === 1);
    await until(() => stepsOf(events, 'a') > (answersOf(events, 'of a')[0]?.step ?? 0) + 5);
    send({ kind: 'arrange', arrangement: { sideBySide: 1, order: ['a'], held: ['a'] } });
    await until(() => checkpointOf('a') !== undefined);
    send(asking('a', 'again'));
    await until(() => events.some((event) => event.kind === 'wanted'));
    const checkpoint = checkpointOf('a');
    const { experiment } = toStart('a', LONG);
    if (!checkpoint) throw new Error('no checkpoint');
    send({ kind: 'lend', run: 'a', model: { experiment, checkpoint } });
    await until(() => answersOf(events, 'again').length === 1);
    expect(answersOf(events, 'again')[0]?.step).toBe(checkpoint.step);
    send({ kind: 'stop', run: 'a' });
  });

  it('about a run that goes on do not change when an older loan comes late', async () => {
    const { events, engines, send, until, checkpointOf } = hostOver(['webgl']);
    const arrange = (held: readonly string[]) =>
      send({ kind: 'arrange', arrangement: { sideBySide: 1, order: ['a'], held } });
    send(start('a', LONG));
    await until(() => stepsOf(events, 'a') > 3);
    arrange(['a']);
    await until(() => checkpointOf('a') !== undefined);
    const checkpoint = checkpointOf('a');
    if (!checkpoint) throw new Error('no checkpoint');
    send(asking('a'));
    await until(() => events.some((event) => event.kind === 'wanted'));
    arrange([]);
    await until(() => stepsOf(events, 'a') > checkpoint.step + 5 && answersOf(events, 'of a').length === 1);

    const held: unknown[] = [];
    work = async function* ({ parameters }) {
      yield { done: 0, total: 1 };
      send({ kind: 'lend', run: 'a', model: { experiment: toStart('a', LONG).experiment, checkpoint } });
      await new Promise((resolve) => setTimeout(resolve, 20));
      held.push(parameters, await engines[0]?.trainers.at(-1)?.parameters());
      return ANSWER;
    };
    send(asking('a', 'again'));
    await until(() => answersOf(events, 'again').length === 1);
    send({ kind: 'stop', run: 'a' });
    expect(held[1]).toEqual(held[0]);
  });

  it('that wait for a download do not keep training waiting', async () => {
    const download = signal();
    // biome-ignore lint/correctness/useYield: all of it is one wait
    work = async function* () {
      await download.given;
      return ANSWER;
    };
    // Slow enough that the run outlasts the question.
    const { events, send, until } = hostOver(['webgl'], { slowness: { webgl: 1 } });
    send(start('a', LONG));
    await until(() => stepsOf(events, 'a') > 3);
    send(asking('a'));
    const before = stepsOf(events, 'a');
    await until(() => stepsOf(events, 'a') > before + 50);
    expect(answersOf(events, 'of a')).toEqual([]);
    download.give();
    await until(() => answersOf(events, 'of a').length === 1);
    send({ kind: 'stop', run: 'a' });
  });
});
