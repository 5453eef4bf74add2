/**
 * Which engine is the fastest for the experiment at hand, by timing a few steps on each: at batch 2 even a GPU spends
 * its time on dispatch, so no rule of thumb tells.
 */
import { ENGINE_NAMES } from '../engine/create.ts';
import type { Engine, OfferedKind } from '../engine/engine.ts';
import { buildNetwork } from '../network/build.ts';
import { initialParameters } from '../network/parameters.ts';
import type { Experiment } from '../spec/experiment.ts';
import { decimal, grouped } from '../spec/numbers.ts';
import { stepTime } from '../training/pace.ts';
import type { Collection } from './library.ts';
import type { RememberedChoice } from './protocol.ts';

/** All timings together end within this. */
const BUDGET_MS = 2000;

/** The experiment as a stopwatch sees it. */
export interface Trial {
  /** Equal for experiments that take the same time: network, batch size, normalization. */
  readonly key: string;
  /** Milliseconds a step on an engine. */
  time(engine: Engine): Promise<number>;
}

interface Timed extends RememberedChoice {
  /** False if an engine was given up before its time was known: then the next run may look again. */
  readonly complete: boolean;
}

export interface Candidate {
  readonly kind: OfferedKind;
  readonly engine: Engine;
}

interface Timing {
  readonly kind: OfferedKind;
  /** undefined: it took too long to wait for, or failed. */
  readonly ms: number | undefined;
  readonly software: boolean;
}

/**
 * Times the candidates one after another and picks the fastest. A GPU that a processor plays is left out where there
 * is any other, and one that is not done in time counts as slower than all that were.
 */
export async function findFastest(
  candidates: readonly Candidate[],
  trial: Trial,
  now: () => number = () => performance.now(),
): Promise<Timed | undefined> {
  const deadline = now() + BUDGET_MS;
  const someReal = candidates.some(({ engine }) => !engine.software);
  const timings: Timing[] = [];
  for (const { kind, engine } of candidates) {
    const { software } = engine;
    const worthIt = !(software && someReal);
    const ms = worthIt ? await within(deadline - now(), trial.time(engine)) : undefined;
    timings.push({ kind, ms, software });
  }
  const byTime = timings.toSorted(
    (a, b) => (a.ms ?? Number.POSITIVE_INFINITY) - (b.ms ?? Number.POSITIVE_INFINITY),
  );
  const [fastest] = byTime;
  if (!fastest) return undefined;
  return {
    kind: fastest.kind,
    words: byTime.map(describe).join(', '),
    complete: timings.every(({ ms, software }) => ms !== undefined || (software && someReal)),
  };
}

/** The value, or undefined if it is not there after so many milliseconds or never will be. */
async function within<T>(ms: number, value: Promise<T>): Promise<T | undefined> {
  const given = new AbortController();
  const late = new Promise<undefined>((resolve) => {
    const timer = setTimeout(resolve, Math.max(0, ms));
    given.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  const first = await Promise.race([value.catch(() => undefined), late]);
  given.abort();
  return first;
}

function describe({ kind, ms, software }: Timing, place: number): string {
  const name = ENGINE_NAMES[kind];
  if (ms !== undefined) return `${name} ${milliseconds(ms)} ms${place === 0 ? ' a step' : ''}`;
  return software ? `${name} left out: no real GPU` : `${name} too slow to wait for`;
}

const milliseconds = (ms: number): string => (ms < 10 ? decimal(ms, 1) : grouped(Math.round(ms)));

/** An experiment's step on the stopwatch. */
export function trialOf(experiment: Experiment, collection: Collection): Trial {
  const { network: name, norm, weights, batch } = experiment;
  const { spec } = collection.data;
  const { shape, classes } = spec;
  return {
    key: [name, norm, weights, batch, shape.join('×'), classes.length].join(' '),
    time: async (engine) => {
      const { subset } = collection.on(engine);
      const network = buildNetwork(experiment, spec);
      const parameters = initialParameters(network);
      const trainer = await engine.createTrainer(network, parameters, collection.data.id, batch);
      try {
        return await stepTime(trainer, subset.slice(0, batch));
      } finally {
        trainer.dispose();
      }
    },
  };
}
