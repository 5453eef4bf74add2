/** The engines at work in this worker: one of a kind, made when first asked for, replaced when its device is lost. */
import type { Engine, EngineKind, EngineResult } from '../engine/engine.ts';
import type { EngineChoice } from '../spec/experiment.ts';

export type CreateEngine = (choice: EngineChoice, exclude?: ReadonlySet<EngineKind>) => Promise<EngineResult>;

export interface Granted {
  readonly engine: Engine;
  /** Why it is not the engine asked for. */
  readonly instead?: string;
}

export class Engines {
  readonly #create: CreateEngine;
  readonly #alive = new Map<EngineKind, Engine>();
  readonly #lost = new Set<EngineKind>();
  #auto: EngineKind | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(create: CreateEngine) {
    this.#create = create;
  }

  /** The engine for a choice; where it cannot be had, another one and why; or why there is none at all. */
  get(choice: EngineChoice): Promise<Granted | { readonly unavailable: string }> {
    // One at a time: two runs that ask at once must get the same engine.
    const result = this.#last.then(() => this.#get(choice));
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Takes an engine out of service; a kind that was lost is passed over as long as there is another. */
  retire(engine: Engine): void {
    if (this.#alive.get(engine.kind) !== engine) return;
    this.#alive.delete(engine.kind);
    this.#lost.add(engine.kind);
    this.#auto = undefined;
    engine.dispose();
  }

  async #get(choice: EngineChoice): Promise<Granted | { readonly unavailable: string }> {
    const asked = await this.#find(choice, this.#lost);
    if ('engine' in asked) return asked;
    const another = await this.#find('auto', this.#lost);
    if ('engine' in another) return { engine: another.engine, instead: asked.unavailable };
    // Nothing else is left: a lost kind may well work again with a new device.
    const again = this.#lost.size > 0 ? await this.#find('auto', new Set()) : another;
    if ('engine' in again) return again;
    return choice === 'auto' ? asked : another;
  }

  async #find(choice: EngineChoice, exclude: ReadonlySet<EngineKind>): Promise<EngineResult> {
    const kind = choice === 'auto' ? this.#auto : choice;
    const existing = kind && this.#alive.get(kind);
    if (existing) return { engine: existing };
    const made = await this.#create(choice, exclude);
    if ('unavailable' in made) return made;
    const twin = this.#alive.get(made.engine.kind);
    if (twin) made.engine.dispose();
    const engine = twin ?? made.engine;
    this.#alive.set(engine.kind, engine);
    if (choice === 'auto') this.#auto = engine.kind;
    return { engine };
  }
}
