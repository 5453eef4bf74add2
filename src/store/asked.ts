/** Questions that the page put to runs, and their answers as they came in. */
import type { Answer, AnswerTo, Question, Snapshot } from '../inspection/question.ts';
import type { AskId, RunId, WorkerEvent } from '../worker/protocol.ts';

export interface Asked {
  readonly run: RunId;
  readonly question: Question;
  readonly status:
    | { readonly kind: 'waiting' }
    /** How far it is, in whatever the answer counts. */
    | { readonly kind: 'answering'; readonly done: number; readonly total: number }
    | { readonly kind: 'answered' }
    | { readonly kind: 'unanswered'; readonly why: string };
  /** The latest answer, which stays while a newer one is awaited. */
  readonly answer: Answered | undefined;
}

export interface Answered<A extends Answer = Answer> {
  readonly answer: A;
  /** Steps and training images after which the weights were as they were asked about. */
  readonly step: number;
  readonly images: number;
}

export type TimedSnapshot = Answered<Snapshot>;

/** Answers kept of a kind: the oldest go first. Each stroke of a drawing is a question of its own. */
const MOST_OF_A_KIND = 48;
/** Snapshots kept of a run: of more, every other one of the older half goes. */
const MOST_SNAPSHOTS = 80;

/** The same for the same question to the same run. Pictures from outside are told apart by a hash of their pixels. */
export function askId(run: RunId, question: Question): AskId {
  const words = JSON.stringify(question, (_, value: unknown) =>
    value instanceof Uint8Array ? fnv1a(value) : value,
  );
  return `${run} ${words}`;
}

/** FNV-1a (Fowler, Noll, Vo), 32 bits. */
function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

type AnswerEvent = Extract<WorkerEvent, { readonly kind: 'answering' | 'answer' | 'unanswered' }>;

interface Held {
  readonly asked: Readonly<Record<AskId, Asked>>;
  readonly snapshots: Readonly<Record<RunId, readonly TimedSnapshot[]>>;
}

/** Notes that a question was asked; the answer of the last time stays until a new one comes. */
export function withAsked({ asked }: Held, ask: AskId, run: RunId, question: Question): Held['asked'] {
  const { [ask]: before, ...others } = asked;
  const entries = Object.entries(others);
  const alike = entries.filter(([, other]) => other.question.kind === question.kind);
  const gone = new Set(alike.slice(0, Math.max(0, alike.length + 1 - MOST_OF_A_KIND)).map(([id]) => id));
  const entry: Asked = { run, question, status: { kind: 'waiting' }, answer: before?.answer };
  return { ...Object.fromEntries(entries.filter(([id]) => !gone.has(id))), [ask]: entry };
}

/** Notes that nobody waits for it any more. */
export function withoutWaiting({ asked }: Held, ask: AskId): Held['asked'] {
  const { [ask]: entry, ...others } = asked;
  if (!entry || entry.status.kind === 'answered') return asked;
  return entry.answer ? { ...asked, [ask]: { ...entry, status: { kind: 'answered' } } } : others;
}

/** What an event says about a question; nothing changes where nobody asked. */
export function applyAnswer<S extends Held>(state: S, event: AnswerEvent): S {
  const entry = state.asked[event.ask];
  if (!entry) return state;
  const change = (part: Partial<Asked>): Held['asked'] => ({
    ...state.asked,
    [event.ask]: { ...entry, ...part },
  });
  switch (event.kind) {
    case 'answering':
      // On its way when the question was withdrawn.
      if (!isOpen(entry)) return state;
      return {
        ...state,
        asked: change({ status: { kind: 'answering', done: event.done, total: event.total } }),
      };
    case 'unanswered':
      return { ...state, asked: change({ status: { kind: 'unanswered', why: event.why } }) };
    case 'answer': {
      const { answer, step, images } = event;
      return {
        ...state,
        asked: change({ status: { kind: 'answered' }, answer: { answer, step, images } }),
        snapshots:
          answer.kind === 'snapshot'
            ? {
                ...state.snapshots,
                [event.run]: joined(state.snapshots[event.run], { answer, step, images }),
              }
            : state.snapshots,
      };
    }
    default:
      return event satisfies never;
  }
}

/** Those before the new one's step, and it. */
function joined(before: readonly TimedSnapshot[] = [], snapshot: TimedSnapshot): readonly TimedSnapshot[] {
  const all = [...before.filter(({ step }) => step < snapshot.step), snapshot];
  if (all.length <= MOST_SNAPSHOTS) return all;
  const half = all.length >> 1;
  return all.filter((_, i) => i >= half || i % 2 === 0);
}

/** What is kept of questions to runs that are still there. */
export function ofRuns({ asked, snapshots }: Held, runs: ReadonlySet<RunId>): Held {
  return {
    asked: Object.fromEntries(Object.entries(asked).filter(([, { run }]) => runs.has(run))),
    snapshots: Object.fromEntries(Object.entries(snapshots).filter(([run]) => runs.has(run))),
  };
}

/** Whether the worker owes an answer. */
export const isOpen = ({ status }: Asked): boolean =>
  status.kind === 'waiting' || status.kind === 'answering';

/** The entry of a question, with an answer of its kind. */
export interface AskedAs<K extends Question['kind']> extends Omit<Asked, 'answer'> {
  readonly answer: Answered<AnswerTo<K>> | undefined;
}

const isAnswerTo = <K extends Question['kind']>(
  kind: K,
  answered: Answered,
): answered is Answered<AnswerTo<K>> => answered.answer.kind === kind;

export function askedAs<K extends Question['kind']>(
  entry: Asked | undefined,
  kind: K,
): AskedAs<K> | undefined {
  if (!entry) return undefined;
  const { answer } = entry;
  return { ...entry, answer: answer && isAnswerTo(kind, answer) ? answer : undefined };
}
