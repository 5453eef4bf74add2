/**
 * Who trains a run of a folder that several sweeps work on, on one machine or on many that share it. `claims/` has a
 * file a claim, 'NAME.1', and the next number for whoever took the run over: a file that may be made only once is all
 * that it needs, which network file systems have too. An owner changes its file again and again; one whose file has
 * not changed for a minute, by the clock of whoever looks, is gone, and so is one whose process is no more where that can
be known. Clocks of two machines are never compared.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of claims, within a sweep's. */
export const CLAIMS = 'claims';
const BEAT_MS = 10_000;
/** Six beats, for a machine that is busy or a disk that is far away. */
const GONE_MS = 60_000;
const RELEASED = 'released';

/** Two processes that say the same here can see each other: the machine since it started, and its container. */
const PROCESSES = processSpace();

function processSpace(): string {
  try {
    const started = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${started}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return `unknown-${randomUUID()}`;
  }
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

interface Seen {
  readonly content: string;
  readonly sinceMs: number;
}

export class Claims {
  readonly #folder: string;
  readonly #owner = `${PROCESSES} ${process.pid} ${randomUUID()}`;
  readonly #now: () => number;
  /** Numbers of the claims that are held, by name. */
  readonly #held = new Map<string, number>();
  /** How the newest claim of others looked, and since when. */
  readonly #seen = new Map<string, Seen>();
  #beats = 0;
  #beating: ReturnType<typeof setInterval> | undefined;

  /** @param folder the sweep's @param now milliseconds; tests bring their own */
  constructor(folder: string, now: () => number = () => performance.now()) {
    this.#folder = join(folder, CLAIMS);
    this.#now = now;
  }

  /** @returns whether the run of that name is this one's from now on; rejects where the folder cannot be written */
  async take(name: string): Promise<boolean> {
    await mkdir(this.#folder, { recursive: true });
    const newest = await this.#newest(name);
    if (newest > 0 && !(await this.#free(`${name}.${newest}`))) return false;
    try {
      await writeFile(this.#path(name, newest + 1), this.#beat(), { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
    this.#held.set(name, newest + 1);
    this.#beating ??= setInterval(() => void this.beat(), BEAT_MS).unref();
    return true;
  }

  /** Says of every claim that its owner is there. A beat that cannot be written is one that is missed. */
  async beat(): Promise<void> {
    this.#beats++;
    const beats = [...this.#held].map(([name, number]) =>
      writeFile(this.#path(name, number), this.#beat(), { flag: 'r+' }),
    );
    await Promise.allSettled(beats);
  }

  /** The run is not finished, and anyone's. */
  async release(name: string): Promise<void> {
    const number = this.#held.get(name);
    this.#held.delete(name);
    if (number !== undefined) await writeFile(this.#path(name, number), RELEASED).catch(() => undefined);
  }

  /** The run is finished, and its result is where all see it. */
  async close(name: string): Promise<void> {
    this.#held.delete(name);
    for (const file of await this.#filesOf(name)) await rm(join(this.#folder, file), { force: true });
  }

  /** Gives all back. */
  async end(): Promise<void> {
    clearInterval(this.#beating);
    await Promise.all([...this.#held.keys()].map((name) => this.release(name)));
  }

  #path(name: string, number: number): string {
    return join(this.#folder, `${name}.${number}`);
  }

  /** As long whenever it is written, so that it can be written over in place. */
  #beat(): string {
    return `${this.#owner} ${String(this.#beats).padStart(9)}`;
  }

  async #filesOf(name: string): Promise<string[]> {
    const files = await readdir(this.#folder).catch(() => []);
    return files.filter((file) => file.startsWith(`${name}.`) && /^\d+$/.test(file.slice(name.length + 1)));
  }

  async #newest(name: string): Promise<number> {
    const files = await this.#filesOf(name);
    return Math.max(0, ...files.map((file) => Number(file.slice(name.length + 1))));
  }

  /** Whether a claim was given back, or its owner has not been heard of for as long as this one has looked. */
  async #free(file: string): Promise<boolean> {
    const content = await readFile(join(this.#folder, file), 'utf8').catch(() => '');
    if (content.startsWith(RELEASED)) return true;
    const [place, pid] = content.split(' ');
    if (place === PROCESSES && isGone(Number(pid))) return true;
    const seen = this.#seen.get(file);
    if (seen?.content === content) return this.#now() - seen.sinceMs > GONE_MS;
    this.#seen.set(file, { content, sinceMs: this.#now() });
    return false;
  }
}
