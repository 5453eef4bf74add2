/** Runs what conformance.ts asks for where the page trains: in a worker. Only there may the CPU engine wait for its threads. */
import type { OfferedKind } from '../src/engine/engine.ts';
import { lookInside, runCases, watchBuffers } from '../src/testing/browserConformance.ts';

type Asked =
  | { readonly method: 'runCases'; readonly input: Parameters<typeof runCases> }
  | { readonly method: 'lookInside'; readonly input: readonly [engine: string] }
  | { readonly method: 'watchBuffers'; readonly input: readonly [kind: OfferedKind, steps: number] };

function answer(asked: Asked): Promise<unknown> {
  switch (asked.method) {
    case 'runCases':
      return runCases(...asked.input);
    case 'lookInside':
      return lookInside(...asked.input);
    case 'watchBuffers':
      return watchBuffers(...asked.input);
    default:
      return asked satisfies never;
  }
}

self.onmessage = async ({ data }: MessageEvent<Asked>) => {
  try {
    self.postMessage({ result: await answer(data) });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
