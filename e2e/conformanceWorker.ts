/** Runs what conformance.spec.ts asks for where the page trains: in a worker. Only there may the CPU engine wait for its threads. */
import { runCases, watchBuffers } from '../src/engine/conformance/browser.ts';
import type { OfferedKind } from '../src/engine/engine.ts';

type Asked =
  | { readonly method: 'runCases'; readonly input: readonly [engine: string, cases: readonly unknown[]] }
  | { readonly method: 'watchBuffers'; readonly input: readonly [kind: OfferedKind, steps: number] };

const answer = (asked: Asked): Promise<unknown> =>
  asked.method === 'runCases' ? runCases(...asked.input) : watchBuffers(...asked.input);

self.onmessage = async ({ data }: MessageEvent<Asked>) => {
  try {
    self.postMessage({ result: await answer(data) });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
