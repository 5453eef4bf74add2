import { randomName } from '../storage/tabs.ts';
import type { RunId } from '../worker/protocol.ts';

/** Names for runs that no other page of this browser uses, now or on another visit: 'run-3-kqzvap'. */
export function uniqueRunIds(page: string = randomName()): () => RunId {
  let runs = 0;
  return () => `run-${++runs}-${page}`;
}
