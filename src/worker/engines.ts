/** The engines at work in this worker: one of a kind, made when first asked for, replaced when its device is lost. */
import { ENGINE_NAMES, OFFERED } from '../engine/create.ts';
import type { Engine, EngineKind, EngineResult, OfferedKind } from '../engine/engine.ts';
import type { EngineChoice } from '../spec/experiment.ts';
import { type Candidate, findFastest, type Trial } from './fastest.ts';
import type { RememberedChoice } from './protocol.ts';

export type CreateEngine = (kind: OfferedKind) => Promise<EngineResult>;

/** Choices that earlier trials led to, by their key. */
export interface Memory {
  recall(key: string): RememberedChoice | undefined;
  remember(key: string, choice: RememberedChoice): void;
}

export interface Granted {
  readonly engine: Engine;
  /** Why it is not the engine asked for. */
  readonly instead?: string;
  /** The timings that `auto` chose by. */
  readonly words?: string;
}

export interface Refused {
  readonly unavailable: string;
}

/** How often a kind may be lost before it is passed over: a GPU that went away rarely returns, a new thread pool is as good as the first. */
const LOSSES: Readonly<Record<OfferedKind, number>> = { wasm: 3, webgpu: 1, webgl: 1 };

export class Engines {
  readonly #create: CreateEngine;
  readonly #memory: Memory;
  readonly #alive = new Map<EngineKind, Engine>();
  readonly #losses = new Map<EngineKind, number>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(create: CreateEngine, memory: Memory) {
    this.#create = create;
    this.#memory = memory;
  }

  /** The engine for a choice; where it cannot be had, another one and why; or why there is none at all. */
  get(choice: EngineChoice, trial: Trial): Promise<Granted | Refused> {
    // One at a time: two runs that ask at once must get the same engine.
    const result = this.#last.then(() => this.#get(choice, trial));
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Takes an engine out of service; a kind that was lost too often is passed over as long as there is another. */
  retire(engine: Engine): void {
    if (this.#alive.get(engine.kind) !== engine) return;
    this.#alive.delete(engine.kind);
    this.#losses.set(engine.kind, 1 + (this.#losses.get(engine.kind) ?? 0));
    engine.dispose();
  }

  /** Whether the engine is in service. */
  serves(engine: Engine): boolean {
    return this.#alive.get(engine.kind) === engine;
  }

  async #get(choice: EngineChoice, trial: Trial): Promise<Granted | Refused> {
    if (choice === 'auto') return this.#auto(trial);
    const asked = await this.#open(choice);
    if ('engine' in asked) return asked;
    const another = await this.#auto(trial);
    if ('unavailable' in another) return another;
    return { engine: another.engine, instead: asked.unavailable };
  }

  /** The fastest engine that works, without those that were lost unless nothing else is left. */
  async #auto(trial: Trial): Promise<Granted | Refused> {
    const recalled = this.#memory.recall(trial.key);
    if (recalled) {
      const opened = await this.#open(recalled.kind);
      if ('engine' in opened) return { ...opened, words: recalled.words };
    }
    const found = await this.#openAll();
    if (found.candidates.length === 0 && this.#losses.size > 0) {
      this.#losses.clear();
      return this.#auto(trial);
    }
    const [only, ...others] = found.candidates;
    if (!only) return { unavailable: found.reasons.join('; ') };
    if (others.length === 0) return { engine: only.engine };
    const fastest = await findFastest(found.candidates, trial);
    if (fastest?.complete) this.#memory.remember(trial.key, { kind: fastest.kind, words: fastest.words });
    const chosen = found.candidates.find(({ kind }) => kind === fastest?.kind) ?? only;
    return { engine: chosen.engine, ...(fastest && { words: fastest.words }) };
  }

  async #openAll(): Promise<{ candidates: Candidate[]; reasons: string[] }> {
    const candidates: Candidate[] = [];
    const reasons: string[] = [];
    for (const kind of OFFERED) {
      const opened = await this.#open(kind);
      if ('engine' in opened) candidates.push({ kind, engine: opened.engine });
      else reasons.push(opened.unavailable);
    }
    return { candidates, reasons };
  }

  async #open(kind: OfferedKind): Promise<EngineResult> {
    const existing = this.#alive.get(kind);
    if (existing) return { engine: existing };
    if ((this.#losses.get(kind) ?? 0) >= LOSSES[kind])
      return { unavailable: `${ENGINE_NAMES[kind]}: it stopped working earlier` };
    const made = await this.#create(kind);
    if ('engine' in made) this.#alive.set(kind, made.engine);
    return made;
  }
}
