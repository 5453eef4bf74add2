/** The bench's end in the browser: a worker, like the one that trains. */
import { type Answer, answer, type Request } from './measure.ts';

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  try {
    self.postMessage(await answer(data));
  } catch (error) {
    self.postMessage({ kind: 'failed', why: String(error) } satisfies Answer);
  }
};
