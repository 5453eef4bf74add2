/** Something that is done now and then, and takes a share of the time at most. */
export class Sparingly {
  readonly #apartMs: number;
  readonly #share: number;
  #next: number;

  /** @param apartMs between two times at least @param share of the time at most @param from when it may be done first */
  constructor(apartMs: number, share: number, from: number) {
    this.#apartMs = apartMs;
    this.#share = share;
    this.#next = from;
  }

  /** Whether it may be done; not while it is. */
  get due(): boolean {
    return performance.now() >= this.#next;
  }

  async do(work: () => Promise<unknown>): Promise<void> {
    this.#next = Number.POSITIVE_INFINITY;
    const begun = performance.now();
    await work();
    const now = performance.now();
    this.#next = now + Math.max(this.#apartMs, (now - begun) / this.#share);
  }
}
