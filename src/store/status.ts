/** What is going on, in words: the sentence that the page's status line shows and a screen reader reads. */
import { counted, grouped, megabytes, percent, rate, timeLeft } from '../spec/numbers.ts';
import type { Finished } from '../training/events.ts';
import { describeLive } from './live.ts';
import { isActive, type RunRecord, withShortNames } from './run.ts';
import type { PageState } from './state.ts';
import { throughput, totalSecondsLeft } from './timeLeft.ts';

export function describeStatus(state: PageState): string {
  const runs = withShortNames(state.runs);
  const active = runs.filter(isActive);
  if (active.length === 0) return describeRest(runs);
  if (active.every(({ held }) => held)) return `Paused: ${seen(active)}. Resume a run in the table.`;
  const working = active.filter((run) => run.status.kind !== 'waiting');
  if (state.paused && working.length > 0) return `Paused: ${seen(active)}. Resume goes on from here.`;
  if (working.length === 0) return describeWaiting(active, state.paused);
  return describeWork(working, active);
}

function describeWork(working: readonly RunRecord[], active: readonly RunRecord[]): string {
  const scoring = working.find(({ status }) => 'done' in status);
  if (scoring && working.every(({ status }) => status.kind !== 'training'))
    return describeScoring(scoring, active);
  const perSecond = throughput(active);
  const left = totalSecondsLeft(active);
  const live = active.length > 1 && active.length <= MAX_SCORES ? describeLive(active) : '';
  const parts = [
    `${subject(active)}: ${live && `${live}, `}${seen(active)}`,
    perSecond > 0 ? `${rate(perSecond)} images a second` : 'measuring the speed',
    left === undefined ? '' : `about ${timeLeft(left)} left`,
  ];
  return `${parts.filter((part) => part !== '').join(', ')}.`;
}

function describeScoring(run: RunRecord, active: readonly RunRecord[]): string {
  const { status } = run;
  if (!('done' in status)) return '';
  const what = {
    validating: 'Validating',
    testing: 'Testing',
    recalibrating: 'Recalibrating the statistics of',
  }[status.kind];
  const left = totalSecondsLeft(active);
  const rest = left === undefined ? '' : `, about ${timeLeft(left)} left`;
  return `${what} ${run.name}: ${grouped(status.done)} of ${grouped(status.total)} images${rest}.`;
}

const subject = (active: readonly RunRecord[]): string =>
  active.length === 1 ? `Training ${active[0]?.name}` : `Training ${active.length} runs`;

/** 'epoch 1 of 3, 1,200 of 18,000 images seen', of several runs 'images seen each' */
function seen(runs: readonly RunRecord[]): string {
  const epochs = runs.map((run) => run.progress?.epoch ?? 1);
  const first = Math.min(...epochs);
  const total = Math.max(...runs.map((run) => run.experiment.epochs));
  const images = Math.min(...runs.map((run) => run.progress?.images ?? 0));
  const ofImages = Math.max(
    ...runs.map(({ progress, experiment }) => progress?.totalImages ?? experiment.images * experiment.epochs),
  );
  const each = runs.length > 1 ? ' each' : '';
  return `epoch ${first} of ${total}, ${grouped(images)} of ${grouped(ofImages)} images seen${each}`;
}

function describeWaiting(active: readonly RunRecord[], paused: boolean): string {
  const statuses = active.map((run) => run.status);
  const data = statuses.find((status) => status.kind === 'waiting' && status.for === 'data');
  if (data?.kind === 'waiting' && data.for === 'data') {
    if (data.total === 0) return 'Loading data …';
    return `Loading data: ${megabytes(data.received)} of ${megabytes(data.total)} MB.`;
  }
  if (statuses.some((status) => status.kind === 'waiting' && status.for === 'engine')) {
    return 'Compiling the network for this machine …';
  }
  return paused ? 'Paused before the first step.' : 'Starting …';
}

/** More test scores than this are read in the table, not in a sentence. */
const MAX_SCORES = 3;

function describeScores(runs: readonly RunRecord[]): string {
  const scores = runs.map(({ name, status }) =>
    status.kind === 'finished' ? `${name} ${testWords(status)}` : name,
  );
  return `${runs.length} runs finished. Test images right: ${scores.join(', ')}.`;
}

/** '85.4 %', '82.1 % (raw 21.9 %)' */
const testWords = ({ test, recalibrated }: Finished): string =>
  recalibrated ? `${percent(recalibrated.test.acc)} (raw ${percent(test.acc)})` : percent(test.acc);

function describeRest(runs: readonly RunRecord[]): string {
  if (runs.length === 0) return 'Ready to train.';
  const count = (kind: RunRecord['status']['kind']): number =>
    runs.filter((run) => run.status.kind === kind).length;
  const parts = [
    [count('finished'), 'finished'],
    [count('diverged'), 'diverged'],
    [count('stopped'), 'stopped'],
    [count('interrupted'), 'interrupted'],
    [count('failed'), 'failed'],
  ] as const;
  const some = parts.filter(([n]) => n > 0);
  if (some.length === 1 && runs.length === 1) return describeOne(runs[0]);
  if (runs.length <= MAX_SCORES && count('finished') === runs.length) return describeScores(runs);
  const words = some.map(([n, word]) => `${counted(n, 'run')} ${word}`).join(', ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function describeOne(run: RunRecord | undefined): string {
  if (run === undefined) return '';
  const { status } = run;
  if (status.kind === 'finished') {
    return `Finished ${run.name}: ${testWords(status)} of the test images right.`;
  }
  if (status.kind === 'diverged') return `${run.name} ${status.message}.`;
  if (status.kind === 'failed') return `${run.name} failed: ${status.message}`;
  if (status.kind === 'interrupted') return `${run.name} was interrupted. Its curves stay.`;
  return `Stopped ${run.name}. Its curves stay.`;
}
