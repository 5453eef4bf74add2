/**
 * What an event of the training worker does to the page's state: pure, so that any history can be replayed in a
 * test. Events of runs that were deleted or have ended are stale and change nothing.
 */
import { imagesSeen } from '../training/checkpoint.ts';
import type { EpochResult, Outcome, Phase } from '../training/events.ts';
import type { WorkerEvent } from '../worker/protocol.ts';
import { applyAnswer } from './asked.ts';
import { isActive, type RunRecord, type RunStatus, withData } from './run.ts';
import { type Notice, type PageState, withNotice } from './state.ts';

/** About a question to a run, which need not be under way. */
type AnswerEvent = Extract<WorkerEvent, { readonly kind: 'answering' | 'answer' | 'unanswered' | 'wanted' }>;
type RunEvent = Exclude<Extract<WorkerEvent, { readonly run: string }>, AnswerEvent>;

export function applyEvent(state: PageState, event: WorkerEvent): PageState {
  if (event.kind === 'paused' || event.kind === 'resumed') {
    const paused = event.kind === 'paused';
    return paused === state.paused ? state : { ...state, paused };
  }
  // `wanted` changes nothing here: store.ts answers it.
  if (event.kind === 'wanted') return state;
  if (event.kind === 'answering' || event.kind === 'answer' || event.kind === 'unanswered') {
    return applyAnswer(state, event);
  }
  const index = state.runs.findIndex((run) => run.id === event.run);
  const run = state.runs[index];
  if (run === undefined || !isActive(run)) return state;
  const changed = changeRun(run, event);
  const notice = noticeOf(run, event);
  if (changed === run && notice === undefined) return state;
  return {
    ...state,
    runs: changed === run ? state.runs : state.runs.with(index, changed),
    notices: notice ? withNotice(state.notices, notice) : state.notices,
  };
}

function changeRun(run: RunRecord, event: RunEvent): RunRecord {
  switch (event.kind) {
    case 'waiting':
      return { ...run, status: waitingStatus(event) };
    case 'engine':
      return {
        ...run,
        engine: event.engine,
        points: upTo(run.points, event.images),
        history: upTo(run.history, event.images),
      };
    case 'data':
      return withData(run, event.data);
    case 'progress':
      return {
        ...run,
        status: statusOf(event.progress.phase),
        progress: event.progress,
        points: event.points.length === 0 ? run.points : [...run.points, ...event.points],
      };
    case 'epoch':
      return { ...run, history: mergeEpoch(run.history, event.result) };
    case 'ended':
      return { ...run, status: endStatus(event.outcome) };
    case 'checkpoint': {
      const { checkpoint } = event;
      return { ...run, kept: { step: checkpoint.step, images: imagesSeen(checkpoint) } };
    }
    case 'notice':
      return run;
    default:
      return event satisfies never;
  }
}

function waitingStatus(event: Extract<RunEvent, { readonly kind: 'waiting' }>): RunStatus {
  if (event.for !== 'data') return { kind: 'waiting', for: event.for };
  return { kind: 'waiting', for: 'data', received: event.received, total: event.total };
}

const statusOf = (phase: Phase): RunStatus =>
  phase.kind === 'training'
    ? { kind: 'training' }
    : { kind: phase.kind, done: phase.done, total: phase.total };

/** The outcome, without whatever else the event may carry. */
function endStatus(outcome: Outcome): RunStatus {
  switch (outcome.kind) {
    case 'finished': {
      const { kind, test, recalibrated, weightsSha256 } = outcome;
      return {
        ...{ kind, test },
        ...(recalibrated && { recalibrated }),
        ...(weightsSha256 !== undefined && { weightsSha256 }),
      };
    }
    case 'diverged':
      return { kind: 'diverged', step: outcome.step, message: outcome.message };
    case 'stopped':
      return { kind: 'stopped' };
    case 'failed':
      return { kind: 'failed', message: outcome.message };
    default:
      return outcome satisfies never;
  }
}

/** What a run that goes on after `images` images keeps of its curve or its history. */
function upTo<T extends { readonly images: number }>(kept: readonly T[], images: number): readonly T[] {
  return kept.every((one) => one.images <= images) ? kept : kept.filter((one) => one.images <= images);
}

const mergeEpoch = (history: readonly EpochResult[], result: EpochResult): readonly EpochResult[] => [
  ...history.filter(({ epoch }) => epoch < result.epoch),
  result,
];

function noticeOf(run: RunRecord, event: RunEvent): Omit<Notice, 'id'> | undefined {
  if (event.kind === 'notice') return { tone: 'warning', message: `${run.name}: ${event.message}` };
  if (event.kind === 'data' && event.data.why !== undefined && run.data === undefined) {
    const { spec, why } = event.data;
    return {
      tone: 'warning',
      message: `Training on ${spec.name.toLowerCase()} data instead: ${why}`,
    };
  }
  if (event.kind !== 'ended') return undefined;
  const { outcome } = event;
  if (outcome.kind === 'failed') return { tone: 'warning', message: outcome.message };
  if (outcome.kind === 'diverged') return { tone: 'warning', message: `${run.name} ${outcome.message}` };
  return undefined;
}
