/** Work done a second, recent work counting most, so that a pause or a slow start is soon forgotten. */
export class Speed {
  /** Work older than this counts less than half. */
  static readonly HORIZON_MS = 3000;
  #work = 0;
  #ms = 0;

  add(work: number, ms: number): void {
    const kept = 0.5 ** (ms / Speed.HORIZON_MS);
    this.#work = this.#work * kept + work;
    this.#ms = this.#ms * kept + ms;
  }

  /** 0 until something was measured. */
  get perSecond(): number {
    return this.#ms > 0 ? (1000 * this.#work) / this.#ms : 0;
  }
}
