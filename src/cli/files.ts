/** `fetch` for the command line: the shards of public/data straight from disk, without a server. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The folder that `openDataSet` takes as its base. */
export const DATA_FOLDER = new URL('../../public/data/', import.meta.url).href;

/** Answers file: addresses from disk, with 404 for what is not there; hands all others on. */
export const fetchFile: typeof globalThis.fetch = async (input, init) => {
  const address = input instanceof Request ? input.url : String(input);
  if (!address.startsWith('file:')) return fetch(input, init);
  try {
    return new Response(Uint8Array.from(await readFile(fileURLToPath(address))));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return new Response('', { status: 404 });
  }
};
