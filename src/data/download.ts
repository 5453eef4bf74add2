/**
 * One file over the network: its size and SHA-256 are checked, failures are retried with exponential back-off,
 * and a file that arrived wrong is asked for again past every cache.
 */
import { DataUnavailable, type OpenOptions } from './dataSet.ts';
import { sha256 } from './sha256.ts';

const RETRY_DELAYS_MS = [500, 1000, 2000];
/** A connection that brings no byte for this long is given up. */
const STALL_MS = 20_000;

/** A failure that a further try may mend. */
class TryAgain extends Error {
  constructor(
    message: string,
    readonly cache: RequestCache = 'default',
  ) {
    super(message);
  }
}

/** Sentence by sentence what a person can do about a file that cannot be had. */
const ADVICE = 'Reload the page to try again; on your own machine, `npm run data` makes the files anew.';

/** A file as a manifest describes it. */
export interface CheckedFile {
  readonly file: string;
  readonly bytes: number;
  /** In lower-case hexadecimal. */
  readonly sha256: string;
}

/** The bytes of a file that the manifest describes. @throws DataUnavailable */
export function downloadChecked(
  { file, bytes, sha256: expected }: CheckedFile,
  options: OpenOptions,
  onBytes: (received: number) => void = () => {},
): Promise<Uint8Array<ArrayBuffer>> {
  return withRetries(file, options, async (cache) => {
    const body = await readBody(file, options, cache, bytes, onBytes);
    if (body.length !== bytes) {
      throw new TryAgain(`it has ${body.length} bytes, expected ${bytes}`, 'reload');
    }
    const found = await sha256(body);
    if (found !== undefined && found !== expected) {
      throw new TryAgain(`its SHA-256 is ${short(found)}, expected ${short(expected)}`, 'reload');
    }
    return body;
  });
}

/** A small JSON file, revalidated with the server. @throws DataUnavailable */
export function downloadJson(file: string, options: OpenOptions): Promise<unknown> {
  return withRetries(file, options, async (cache) => {
    const body = await readBody(file, options, cache === 'default' ? 'no-cache' : cache, 0, () => {});
    try {
      return JSON.parse(new TextDecoder().decode(body)) as unknown;
    } catch {
      throw new TryAgain('it is not JSON', 'reload');
    }
  });
}

const short = (hash: string): string => `${hash.slice(0, 12)}…`;

async function withRetries<T>(
  file: string,
  { signal, retryDelaysMs = RETRY_DELAYS_MS }: OpenOptions,
  attempt: (cache: RequestCache) => Promise<T>,
): Promise<T> {
  let cache: RequestCache = 'default';
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(cache);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof TryAgain)) throw error;
      const delay = retryDelaysMs[tries - 1];
      if (delay === undefined) {
        const count = tries === 1 ? '' : ` after ${tries} tries`;
        throw new DataUnavailable(`data/${file} could not be loaded${count}: ${error.message}. ${ADVICE}`);
      }
      cache = error.cache;
      await sleep(delay, signal);
    }
  }
}

/** Reads a whole response. @param expected bytes to make room for, 0 if unknown */
async function readBody(
  file: string,
  options: OpenOptions,
  cache: RequestCache,
  expected: number,
  onBytes: (received: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const { baseUrl, fetch = globalThis.fetch, signal } = options;
  const stalled = new AbortController();
  let timer = setTimeout(() => stalled.abort(), STALL_MS);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stalled.abort(), STALL_MS);
  };
  const abort = () => stalled.abort();
  signal?.addEventListener('abort', abort);
  try {
    signal?.throwIfAborted();
    const response = await fetch(new URL(file, baseUrl).href, { cache, signal: stalled.signal });
    if (!response.ok) throw refused(file, response.status);
    const chunks: BlobPart[] = [];
    let received = 0;
    for (const reader = response.body?.getReader(); reader; ) {
      const { done, value } = await reader.read();
      if (done) break;
      alive();
      chunks.push(value);
      received += value.length;
      onBytes(expected > 0 ? Math.min(received, expected) : received);
    }
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  } catch (error) {
    if (error instanceof TryAgain || error instanceof DataUnavailable) throw error;
    if (stalled.signal.aborted) throw new TryAgain(`nothing arrived for ${STALL_MS / 1000} seconds`);
    throw new TryAgain(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/** Status codes that a further try may mend; the others are the server's last word. */
const PASSING = new Set([408, 425, 429]);

function refused(file: string, status: number): Error {
  const why = `the server answered ${status}${status === 404 ? ' (no such file)' : ''}`;
  if (status >= 500 || PASSING.has(status)) return new TryAgain(why);
  return new DataUnavailable(`data/${file} could not be loaded: ${why}. ${ADVICE}`);
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
