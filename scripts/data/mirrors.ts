/** Published files over the network. A closed network is noticed in seconds, a stalled download in a few more. */

import { type Progress, showProgress } from './progress.ts';
import { MIRRORS, PUBLISHED, type PublishedFile } from './published.ts';
import { verify } from './verify.ts';

const CONNECT_MS = 6000;
const STALL_MS = 15_000;

/** The mirrors that answer, the quickest first; none when the network is closed. */
export async function reachableMirrors(mirrors: readonly string[] = MIRRORS): Promise<string[]> {
  const answered: string[] = [];
  await Promise.all(
    mirrors.map(async (mirror) => {
      try {
        const address = new URL(`${PUBLISHED.testLabels.name}.gz`, mirror);
        const response = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(CONNECT_MS) });
        if (response.ok) answered.push(mirror);
      } catch {
        // It is not reachable: that is the answer.
      }
    }),
  );
  return answered;
}

/** The network did not give the file. The message is for a person. */
export class MirrorsFailed extends Error {
  override readonly name = 'MirrorsFailed';
}

/** Tries the mirrors in turn; what each lacks is printed. @throws MirrorsFailed */
export async function readFromMirrors(mirrors: readonly string[], file: PublishedFile): Promise<Uint8Array> {
  for (const mirror of mirrors) {
    const address = new URL(`${file.name}.gz`, mirror).href;
    const progress = showProgress(`${file.name}.gz`);
    try {
      const bytes = await download(address, progress);
      progress.done();
      return verify(file, address, bytes);
    } catch (error) {
      progress.failed();
      console.error(`  ${error instanceof Error ? error.message : error}`);
    }
  }
  throw new MirrorsFailed(`${file.name} could not be downloaded.`);
}

async function download(address: string, progress: Progress): Promise<Uint8Array> {
  const stalled = new AbortController();
  const abort = () => stalled.abort(new Error(`${address}: nothing arrived for ${STALL_MS / 1000} seconds`));
  let timer = setTimeout(abort, STALL_MS);
  try {
    const response = await fetch(address, { signal: stalled.signal });
    if (!response.ok || !response.body) throw new Error(`${address}: the server answered ${response.status}`);
    const total = Number(response.headers.get('content-length') ?? 0);
    const chunks: Uint8Array[] = [];
    let received = 0;
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = setTimeout(abort, STALL_MS);
      chunks.push(chunk);
      received += chunk.length;
      progress.update(received, total);
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(timer);
  }
}
