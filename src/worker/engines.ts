/** The engines at work in this worker: one of a kind, made when first asked for, replaced when its device is lost. */
import { ENGINE_NAMES, OFFERED } from '../engine/create.ts';
import {
  type Engine,
  type EngineKind,
  EngineLost,
  type EngineResult,
  type NoEngine,
  type OfferedKind,
} from '../engine/engine.ts';
import type { EngineChoice } from '../spec/experiment.ts';
import { type Candidate, findFastest, type Trial } from './fastest.ts';
import type { RememberedChoice } from './protocol.ts';

export type CreateEngine = (kind: OfferedKind) => Promise<EngineResult>;

/** Choices that earlier trials led to, by their key. */
export interface Memory {
  recall(key: string): RememberedChoice | undefined;
  remember(key: string, choice: RememberedChoice): void;
}

/** The engine that a choice led to. */
export interface ChosenEngine {
  readonly engine: Engine;
  /** Why it is not the engine asked for. */
  readonly instead?: string;
  /** The timings that `auto` chose by. */
  readonly words?: string;
}

type Refusals = ReadonlyMap<EngineKind, string>;

/** How often a kind may be lost before it is passed over: a GPU that went away rarely returns, a new thread pool is as good as the first. */
const LOSSES: Readonly<Record<OfferedKind, number>> = { wasm: 3, wgsl: 1, webgpu: 1, webgl: 1 };
/** What is not timed where the compiled engine runs: it does the same, sooner. */
const SLOWER: readonly OfferedKind[] = ['webgpu', 'webgl'];
/** Milliseconds around a loss in which a device's own timers may still throw. */
const LOSS_FOLLOWS_MS = 300;
const LOSS_LASTS_MS = 3000;

/** Milliseconds that an engine may take to be there; on a slow line its code takes some seconds. */
const PATIENCE_MS = 15_000;

export class Engines {
  readonly #create: CreateEngine;
  readonly #memory: Memory;
  readonly #alive = new Map<EngineKind, Engine>();
  readonly #losses = new Map<EngineKind, number>();
  /** Those that were asked for twice and have not come yet: nobody waits for them again. */
  readonly #absent = new Set<EngineKind>();
  /** Why engines that are out of service were lost. */
  readonly #reasons = new WeakMap<Engine, string>();
  #lastLoss = Number.NEGATIVE_INFINITY;
  #last: Promise<unknown> = Promise.resolve();

  constructor(create: CreateEngine, memory: Memory) {
    this.#create = create;
    this.#memory = memory;
  }

  /**
   * The engine for a choice; where it cannot be had, another one and why; or why there is none at all.
   * @param refusals why engines do not take this experiment, by their kind
   */
  get(choice: EngineChoice, trial: Trial, refusals: Refusals = new Map()): Promise<ChosenEngine | NoEngine> {
    // One at a time: two runs that ask at once must get the same engine.
    const result = this.#last.then(() => this.#get(choice, trial, refusals));
    this.#last = result.catch(() => undefined);
    return result;
  }

  get alive(): Iterable<Engine> {
    return this.#alive.values();
  }

  /** Takes an engine out of service; a kind that was lost too often is passed over as long as there is another. */
  retire(engine: Engine, why: string): void {
    if (this.#reasons.has(engine)) return;
    this.#reasons.set(engine, why);
    this.#lastLoss = performance.now();
    if (this.#alive.get(engine.kind) === engine) this.#alive.delete(engine.kind);
    this.#losses.set(engine.kind, 1 + (this.#losses.get(engine.kind) ?? 0));
    try {
      engine.dispose();
    } catch {
      // What a lost device no longer frees went with it.
    }
  }

  /** Why the engine was lost; undefined while it serves. */
  lossOf(engine: Engine): string | undefined {
    return this.#reasons.get(engine);
  }

  /** Why the engine is gone, if an error comes from that: another run may have found out first. */
  lossBehind(error: unknown, engine: Engine | undefined): string | undefined {
    return (engine && this.lossOf(engine)) ?? (error instanceof EngineLost ? error.message : undefined);
  }

  /** Whether an engine was lost just now, or is about to be: what its device throws meanwhile is part of that. */
  async losing(): Promise<boolean> {
    const lostSince = (ms: number): boolean => performance.now() - this.#lastLoss < ms;
    if (lostSince(LOSS_LASTS_MS)) return true;
    await new Promise((resolve) => setTimeout(resolve, LOSS_FOLLOWS_MS));
    return lostSince(LOSS_LASTS_MS);
  }

  async #get(choice: EngineChoice, trial: Trial, refusals: Refusals): Promise<ChosenEngine | NoEngine> {
    if (choice === 'auto') return this.#auto(trial, refusals);
    const asked = await this.#open(choice, refusals);
    if ('engine' in asked) return asked;
    const another = await this.#auto(trial, refusals);
    if ('unavailable' in another) return another;
    return { engine: another.engine, instead: asked.unavailable };
  }

  /** The fastest engine that works, without those that were lost unless nothing else is left. */
  async #auto(trial: Trial, refusals: Refusals): Promise<ChosenEngine | NoEngine> {
    const recalled = this.#memory.recall(trial.key);
    if (recalled) {
      const opened = await this.#open(recalled.kind, refusals);
      if ('engine' in opened) return { ...opened, words: recalled.words };
    }
    const found = await this.#openAll(refusals);
    if (found.candidates.length === 0 && this.#losses.size > 0) {
      this.#losses.clear();
      return this.#auto(trial, refusals);
    }
    const [only, ...others] = found.candidates;
    if (!only) return { unavailable: found.reasons.join('; '), ...(found.notLoaded && { notLoaded: true }) };
    if (others.length === 0) return { engine: only.engine };
    const fastest = await findFastest(found.candidates, trial);
    if (fastest?.complete && refusals.size === 0)
      this.#memory.remember(trial.key, { kind: fastest.kind, words: fastest.words });
    const chosen = found.candidates.find(({ kind }) => kind === fastest?.kind) ?? only;
    return { engine: chosen.engine, ...(fastest && { words: fastest.words }) };
  }

  async #openAll(
    refusals: Refusals,
  ): Promise<{ candidates: Candidate[]; reasons: string[]; notLoaded: boolean }> {
    const candidates: Candidate[] = [];
    const reasons: string[] = [];
    let notLoaded = false;
    for (const kind of OFFERED) {
      if (SLOWER.includes(kind) && candidates.some((other) => other.kind === 'wgsl')) continue;
      const opened = await this.#open(kind, refusals);
      if ('engine' in opened) candidates.push({ kind, engine: opened.engine });
      else {
        reasons.push(opened.unavailable);
        notLoaded ||= opened.notLoaded ?? false;
      }
    }
    return { candidates, reasons, notLoaded };
  }

  async #open(kind: OfferedKind, refusals: Refusals): Promise<EngineResult> {
    const refusal = refusals.get(kind);
    if (refusal !== undefined) return { unavailable: refusal };
    const existing = this.#alive.get(kind);
    if (existing) return { engine: existing };
    if (this.#absent.has(kind)) return didNotCome(kind);
    if ((this.#losses.get(kind) ?? 0) >= LOSSES[kind])
      return { unavailable: `${ENGINE_NAMES[kind]}: it stopped working earlier` };
    const made = await this.#make(kind);
    if (!('engine' in made)) return made;
    const { engine } = made;
    this.#alive.set(kind, engine);
    void engine.lost.then((why) => this.retire(engine, why));
    return made;
  }

  /** Asked once more where it takes too long, and no longer: in Firefox the CPU engine has now and then not come at all. */
  async #make(kind: OfferedKind): Promise<EngineResult> {
    const first = this.#create(kind);
    const patience = () => new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS));
    const soon = await Promise.race([first, patience()]);
    if (soon) return soon;
    // Whichever comes first serves; the other one is not kept.
    const second = this.#create(kind);
    const made = await Promise.race([first, second, patience()]);
    if (!made) this.#absent.add(kind);
    for (const each of [first, second])
      void each.then(
        (result) => {
          if (result === made || !('engine' in result)) return;
          result.engine.dispose();
          // It was only slow: who asks next may have it.
          if (!made) this.#absent.delete(kind);
        },
        () => undefined,
      );
    return made ?? didNotCome(kind);
  }
}

const didNotCome = (kind: OfferedKind): NoEngine => ({
  unavailable: `${ENGINE_NAMES[kind]}: it did not come`,
});
