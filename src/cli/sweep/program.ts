/** Which program trains: two that differ here may give other bits, so one sweep is not shared among them. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { VERSION } from '../../report/version.ts';

const KERNELS = ['relaxed', 'strict'].map(
  (build) => new URL(`../../engine/wasm/build/${build}.wasm`, import.meta.url),
);

/** '0.1.0, kernels 3f9a1c07': the version, and a sum over the CPU engine's kernels. */
export async function programWords(): Promise<string> {
  const sum = createHash('sha256');
  for (const file of KERNELS) sum.update(await readFile(file));
  return `${VERSION}, kernels ${sum.digest('hex').slice(0, 8)}`;
}
