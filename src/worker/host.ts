/**
 * Takes the page's commands and gives the runs their turns: the run that has seen the fewest images goes next, so
 * that a comparison grows side by side. One piece of work at a time; messages are read between two pieces.
 */
import type { OpenOptions } from '../data/dataSet.ts';
import type { Experiment } from '../spec/experiment.ts';
import type { Checkpoint } from '../training/events.ts';
import { ActiveRun, type Surroundings } from './activeRun.ts';
import { type CreateEngine, Engines, type Memory } from './engines.ts';
import { Library } from './library.ts';
import { macrotask } from './macrotask.ts';
import { Outbox } from './outbox.ts';
import type { Command, RunId, WorkerEvent } from './protocol.ts';

/** Runs that train side by side; the rest wait for their turn, so that memory stays bounded. */
const SIDE_BY_SIDE = 6;

export interface HostOptions {
  readonly send: (event: WorkerEvent) => void;
  readonly createEngine: CreateEngine;
  readonly data: OpenOptions;
  readonly memory: Memory;
}

interface Queued {
  readonly id: RunId;
  readonly experiment: Experiment;
  readonly checkpoint: Checkpoint | undefined;
}

export class Host {
  readonly #outbox: Outbox;
  readonly #around: Surroundings;
  readonly #library: Library;
  readonly #active = new Map<RunId, ActiveRun>();
  readonly #queue: Queued[] = [];
  /** Runs that owe a single step, with the step that they must get past. */
  readonly #stepping = new Map<RunId, number>();
  #paused = false;
  #driving = false;
  #turns = 0;

  constructor({ send, createEngine, data, memory }: HostOptions) {
    this.#outbox = new Outbox(send);
    this.#library = new Library(data);
    const post = (event: WorkerEvent) => this.#outbox.post(event);
    this.#around = { engines: new Engines(createEngine, memory), library: this.#library, post };
  }

  handle(command: Command): void {
    switch (command.kind) {
      case 'start':
        this.#queue.push({ id: command.run, experiment: command.experiment, checkpoint: command.checkpoint });
        this.#around.post({ kind: 'waiting', run: command.run, for: 'turn' });
        this.#admit();
        break;
      case 'stop':
        this.#stop(command.run);
        break;
      case 'pause':
        this.#paused = true;
        this.#around.post({ kind: 'paused' });
        break;
      case 'resume':
        this.#paused = false;
        this.#stepping.clear();
        this.#around.post({ kind: 'resumed' });
        break;
      case 'step':
        this.#paused = true;
        for (const run of this.#active.values()) this.#stepping.set(run.id, run.step);
        this.#around.post({ kind: 'paused' });
        break;
      case 'arrange':
        break;
      default:
        command satisfies never;
    }
    void this.#drive();
  }

  #admit(): void {
    while (this.#active.size < SIDE_BY_SIDE) {
      const next = this.#queue.shift();
      if (!next) return;
      const run = new ActiveRun(next.id, next.experiment, next.checkpoint, this.#around);
      this.#active.set(run.id, run);
      void run.prepare().then(() => {
        this.#sweep();
        return this.#drive();
      });
    }
  }

  #stop(id: RunId): void {
    const waiting = this.#queue.findIndex((queued) => queued.id === id);
    if (waiting >= 0) {
      this.#queue.splice(waiting, 1);
      this.#around.post({ kind: 'ended', run: id, outcome: { kind: 'stopped' } });
    }
    this.#active.get(id)?.end({ kind: 'stopped' });
    this.#sweep();
  }

  /** Lets go of runs that are over, and of data that nobody needs any more. */
  #sweep(): void {
    for (const run of this.#active.values()) {
      if (!run.ended) continue;
      this.#active.delete(run.id);
      this.#stepping.delete(run.id);
    }
    this.#admit();
    const runs = [...this.#active.values()];
    const preparing = runs.some((run) => run.dataSet === undefined);
    if (preparing || this.#queue.length > 0) return;
    const engines = new Set(runs.flatMap((run) => run.engine ?? []));
    this.#library.release(engines, new Set(runs.flatMap((run) => run.dataSet ?? [])));
  }

  async #drive(): Promise<void> {
    if (this.#driving) return;
    this.#driving = true;
    for (let run = this.#next(); run; run = this.#next()) {
      run.lastTurn = ++this.#turns;
      const from = this.#stepping.get(run.id);
      await run.turn(from === undefined ? undefined : { steps: 1 });
      if (from !== undefined && run.step > from) {
        this.#stepping.delete(run.id);
        this.#outbox.flush();
      }
      if (run.ended) this.#sweep();
      await macrotask();
    }
    this.#driving = false;
  }

  /** Whose turn it is; while paused, only runs that owe a step. */
  #next(): ActiveRun | undefined {
    const ready = [...this.#active.values()].filter(
      (run) => run.ready && (!this.#paused || this.#stepping.has(run.id)),
    );
    return ready.sort((a, b) => a.images - b.images || a.lastTurn - b.lastTurn)[0];
  }
}
