/**
 * The page's end of the training worker. It keeps the latest checkpoint of every run that is not over, and when
 * the worker dies (a crash, out of memory, ended by the browser) it starts another and lets the runs go on.
 */

import type { Experiment } from '../spec/experiment.ts';
import { grouped } from '../spec/numbers.ts';
import type { Checkpoint, Outcome } from '../training/events.ts';
import { type Kept, localChoices, localTilings } from './choices.ts';
import { newWorker } from './newWorker.ts';
import {
  type Alive,
  type Arrangement,
  type AskId,
  type Command,
  type Hello,
  type Incomplete,
  type Ping,
  type Remember,
  type RememberedChoice,
  type RunId,
  resumably,
  type TrainingClient,
  type WorkerEvent,
} from './protocol.ts';

/** After so many deaths without an epoch finished between them, the runs are given up. */
const MAX_DEATHS = 3;
/** How often a worker without a lock is asked whether it is there. */
const ASK_MS = 5000;
/** So many questions without a word mean that it died: on a slow machine a step of a large network takes seconds. */
const MAX_SILENCE = 6;

/** What the client needs of a worker; tests bring their own. */
export interface WorkerPort {
  postMessage(message: Command | Hello | Ping): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<WorkerEvent | Alive | Incomplete | Remember>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface ClientOptions {
  readonly dataUrl: string;
  readonly createWorker: () => WorkerPort;
  /** Resolves when the named lock, now held by the worker, is free again. */
  readonly released: (lock: string) => Promise<void>;
  readonly online: () => boolean;
  /** Resolves a moment later, or where there is no connection when there is one. */
  readonly connected: () => Promise<void>;
  readonly choices: Kept<RememberedChoice>;
  readonly tilings: Kept<string>;
}

const inBrowser = (): ClientOptions => ({
  dataUrl: new URL('data/', document.baseURI).href,
  createWorker: newWorker,
  released: async (lock) => {
    await navigator.locks.request(lock, () => undefined);
  },
  online: () => navigator.onLine,
  connected,
  choices: localChoices,
  tilings: localTilings,
});

/** Before a part of the page that did not come is asked for again. */
const AGAIN_MS = 1000;

async function connected(): Promise<void> {
  if (!navigator.onLine) await new Promise((resolve) => addEventListener('online', resolve, { once: true }));
  await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
}

interface Unfinished {
  readonly experiment: Experiment;
  checkpoint?: Checkpoint | undefined;
  /** Told to stop, but not yet known to have ended. */
  stopping?: boolean;
  /** So many starts under this name, all before this one, have not ended yet: what is heard is theirs. */
  earlier: number;
}

export function createTrainingClient(options: ClientOptions = inBrowser()): TrainingClient {
  const listeners = new Set<(event: WorkerEvent) => void>();
  const unfinished = new Map<RunId, Unfinished>();
  /** Questions that the worker owes an answer to. */
  const open = new Map<AskId, RunId>();
  let paused = false;
  let arrangement: Arrangement | undefined;
  let deaths = 0;
  /** The last worker that waited for a connection. */
  let absent: WorkerPort | undefined;
  let worker: WorkerPort | undefined = spawn();

  function tellAbsent(): void {
    const [run] = unfinished.keys();
    if (!absent || absent !== worker || run === undefined) return;
    const message =
      'it needs a part of this page that has not come yet, and goes on when there is a connection.';
    emit({ kind: 'notice', run, message });
  }

  function emit(event: WorkerEvent): void {
    for (const listener of listeners) listener(event);
  }

  function spawn(): WorkerPort {
    const port = options.createWorker();
    // Not randomUUID, which a page that came over plain http does not have.
    const lock = `norm-playground/${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
    const die = (why: string) => {
      if (worker !== port) return;
      port.terminate();
      worker = undefined;
      goOn(why);
    };
    const died = () => die('The training worker died');
    /** Its code, or a part of it, comes when there is a connection. */
    const dieConnected = async (why: string) => {
      if (absent === port || worker !== port) return;
      if (!options.online()) absent = port;
      tellAbsent();
      await options.connected();
      die(why);
    };
    let silence = 0;
    let asking: ReturnType<typeof setInterval> | undefined;
    /** Counted in questions, not in time: a computer that slept has not been silent. */
    const ask = () => {
      if (worker !== port) clearInterval(asking);
      else if (unfinished.size === 0 && open.size === 0) silence = 0;
      else if (++silence > MAX_SILENCE) died();
      else port.postMessage({ kind: 'ping' });
    };
    const askFromNowOn = () => {
      asking ??= setInterval(ask, ASK_MS);
    };
    let heard = false;
    port.onmessage = ({ data: event }) => {
      heard = true;
      silence = 0;
      if (event.kind === 'alive' && event.locked) void options.released(lock).then(died, askFromNowOn);
      else if (event.kind === 'alive') askFromNowOn();
      else if (event.kind === 'incomplete') void dieConnected('A part of this page could not be loaded');
      else if (event.kind === 'remember') options.choices.write(event.key, event.choice);
      else if (event.kind === 'remember-tiling') options.tilings.write(event.key, event.tiling);
      else if (worker === port) receive(event);
    };
    port.onerror = (event) => {
      event.preventDefault();
      const why = `The training worker failed${event.message ? `: ${event.message}` : ' to start'}`;
      if (heard || options.online()) die(why);
      else void dieConnected(why);
    };
    const known = { choices: options.choices.readAll(), tilings: options.tilings.readAll() };
    port.postMessage({ kind: 'hello', dataUrl: options.dataUrl, lock, ...known });
    if (paused) port.postMessage({ kind: 'pause' });
    if (arrangement) port.postMessage({ kind: 'arrange', arrangement });
    return port;
  }

  function receive(event: WorkerEvent): void {
    const run = 'run' in event && !('ask' in event) ? unfinished.get(event.run) : undefined;
    if (run && run.earlier > 0 && event.kind !== 'wanted') {
      if (event.kind === 'ended') run.earlier--;
      return;
    }
    if (event.kind === 'checkpoint') {
      if (run) run.checkpoint = event.checkpoint;
    } else if (event.kind === 'ended') {
      unfinished.delete(event.run);
    } else if (event.kind === 'answer' || event.kind === 'unanswered') {
      open.delete(event.ask);
    } else if (event.kind === 'epoch') {
      deaths = 0;
    }
    emit(event);
  }

  function end(run: RunId, outcome: Outcome): void {
    unfinished.delete(run);
    emit({ kind: 'ended', run, outcome });
  }

  /** Starts another worker for the runs that are not over, unless workers keep dying. */
  function goOn(why: string): void {
    for (const [ask, run] of open) {
      emit({ kind: 'unanswered', run, ask, why: `${why}. Ask again.` });
    }
    open.clear();
    // Whoever hears of an end may start others, which a worker is told of then.
    const before = [...unfinished];
    for (const [run, { stopping }] of before) if (stopping) end(run, { kind: 'stopped' });
    const left = before.filter(([run, each]) => unfinished.get(run) === each);
    if (left.length === 0) return;
    if (++deaths > MAX_DEATHS) {
      const message = `${why}, ${deaths} times in a row. Reload the page, or try a smaller network or batch size.`;
      for (const [run, { checkpoint }] of left)
        end(run, { kind: 'failed', message: checkpoint ? resumably(message) : message });
      return;
    }
    worker ??= spawn();
    const runs = left.map(([run, each]) => {
      each.earlier = 0;
      return { run, experiment: each.experiment, checkpoint: each.checkpoint };
    });
    worker.postMessage({ kind: 'start', runs, arrangement });
    for (const { run, checkpoint } of runs) {
      const from = checkpoint ? `step ${grouped(checkpoint.step)}` : 'the start';
      emit({ kind: 'notice', run, message: `${why}; a new one goes on from ${from}.` });
    }
  }

  return {
    send(command) {
      if (command.kind === 'start') {
        if (unfinished.size === 0) deaths = 0;
        for (const { run, experiment, checkpoint } of command.runs) {
          const before = unfinished.get(run);
          unfinished.set(run, { experiment, checkpoint, earlier: before ? before.earlier + 1 : 0 });
        }
        tellAbsent();
      } else if (command.kind === 'stop') {
        const run = unfinished.get(command.run);
        if (run) run.stopping = true;
      } else if (command.kind === 'ask') {
        open.set(command.ask, command.run);
      } else if (command.kind === 'withdraw') {
        open.delete(command.ask);
      }
      worker ??= spawn();
      worker.postMessage(command);
      // A worker after this one is told the same.
      if (command.kind === 'arrange' || command.kind === 'start')
        arrangement = command.arrangement ?? arrangement;
      else if (command.kind === 'resume') paused = false;
      else if (command.kind === 'pause' || command.kind === 'step') paused = true;
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
