import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../inspection/question.ts';
import { type Asked, applyAnswer, askedAs, askId, ofRuns, withAsked, withoutWaiting } from './asked.ts';
import { INITIAL_STATE, type PageState } from './state.ts';

const SNAPSHOT: Snapshot = { kind: 'snapshot', batch: 2, loss: 1, layers: [] };
const ask = askId('a', { kind: 'snapshot' });

const asking = (state: PageState = INITIAL_STATE): PageState => ({
  ...state,
  asked: withAsked(state, ask, 'a', { kind: 'snapshot' }),
});
const answered = (state: PageState, step: number): PageState =>
  applyAnswer(asking(state), { kind: 'answer', run: 'a', ask, answer: SNAPSHOT, step, images: 2 * step });

describe('questions and answers', () => {
  it('names the same question to the same run alike, and pictures by their pixels', () => {
    const picture = (ink: number) =>
      ({ kind: 'classification', pixels: new Uint8Array(784).fill(ink) }) as const;
    expect(askId('a', picture(1))).toBe(askId('a', picture(1)));
    expect(askId('a', picture(1))).not.toBe(askId('a', picture(2)));
    expect(askId('a', picture(1))).not.toBe(askId('b', picture(1)));
    expect(askId('a', { kind: 'faces', images: 5 })).not.toBe(askId('a', { kind: 'faces', images: 6 }));
  });

  it('goes from waiting over progress to the answer, which stays while a newer one is awaited', () => {
    let state = asking();
    expect(state.asked[ask]?.status).toEqual({ kind: 'waiting' });
    state = applyAnswer(state, { kind: 'answering', run: 'a', ask, done: 1, total: 4 });
    expect(state.asked[ask]?.status).toEqual({ kind: 'answering', done: 1, total: 4 });
    state = asking(answered(state, 7));
    expect(state.asked[ask]).toMatchObject({ status: { kind: 'waiting' }, answer: { step: 7, images: 14 } });
    state = applyAnswer(state, { kind: 'unanswered', run: 'a', ask, why: 'no weights' });
    expect(state.asked[ask]?.status).toEqual({ kind: 'unanswered', why: 'no weights' });
  });

  it('changes nothing for a question that nobody asked', () => {
    const event = { kind: 'answer', run: 'a', ask: 'x', answer: SNAPSHOT, step: 1, images: 2 } as const;
    expect(applyAnswer(INITIAL_STATE, event)).toBe(INITIAL_STATE);
  });

  it('keeps an answer when the question is withdrawn, and forgets a question without one', () => {
    expect(withoutWaiting(asking(), ask)).toEqual({});
    expect(withoutWaiting(asking(answered(INITIAL_STATE, 7)), ask)[ask]).toMatchObject({
      status: { kind: 'answered' },
      answer: { step: 7 },
    });
  });

  it('takes no word of progress on a question that was withdrawn', () => {
    const state = { ...INITIAL_STATE, asked: withoutWaiting(asking(answered(INITIAL_STATE, 7)), ask) };
    expect(applyAnswer(state, { kind: 'answering', run: 'a', ask, done: 1, total: 2 })).toBe(state);
  });

  it('keeps the scores while many pictures are asked about', () => {
    let state = answered(INITIAL_STATE, 1);
    for (let ink = 0; ink < 200; ink++) {
      const question = { kind: 'classification', pixels: new Uint8Array(784).fill(ink) } as const;
      state = { ...state, asked: withAsked(state, askId('a', question), 'a', question) };
    }
    expect(state.asked[ask]?.answer?.step).toBe(1);
    expect(Object.keys(state.asked).length).toBeLessThan(60);
  });

  it('keeps snapshots in order, thinning the older ones', () => {
    let state = INITIAL_STATE;
    for (let step = 1; step <= 200; step++) state = answered(state, step);
    const steps = state.snapshots.a?.map((snapshot) => snapshot.step) ?? [];
    expect(steps.length).toBeLessThanOrEqual(80);
    expect([steps[0], steps.at(-1)]).toEqual([1, 200]);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    // A run that began anew has no future.
    expect(answered(state, 5).snapshots.a?.every(({ step }) => step <= 5)).toBe(true);
  });

  it('forgets what concerns runs that are gone', () => {
    const state = answered(INITIAL_STATE, 1);
    expect(ofRuns(state, new Set(['a']))).toEqual({ asked: state.asked, snapshots: state.snapshots });
    expect(ofRuns(state, new Set())).toEqual({ asked: {}, snapshots: {} });
  });

  it('gives an answer only to whom asked for its kind', () => {
    const entry: Asked | undefined = answered(INITIAL_STATE, 1).asked[ask];
    expect(askedAs(entry, 'snapshot')?.answer?.answer).toBe(SNAPSHOT);
    expect(askedAs(entry, 'faces')?.answer).toBeUndefined();
    expect(askedAs(undefined, 'faces')).toBeUndefined();
  });
});
