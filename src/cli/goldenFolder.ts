/** Where golden cases lie: the repository's own folder, or the one that GOLDEN_DIR names instead. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Its message is for a person. */
export class NothingToRun extends Error {}

export const GOLDEN_DIR =
  process.env.GOLDEN_DIR || fileURLToPath(new URL('../../golden/cases', import.meta.url));

/** @returns the names of its files, sorted @throws where there is nothing to run: missing cases are a failure */
export function goldenFiles(dir: string): string[] {
  if (!existsSync(dir)) throw new NothingToRun(`${dir}: no such folder of golden cases`);
  const files = readdirSync(dir).filter((name) => name.endsWith('.json'));
  if (files.length === 0) throw new NothingToRun(`${dir}: no golden cases (*.json) there`);
  return files.sort();
}

/**
 * Networks for engines that take seconds for each: of each norm the last one, which has the most in it: sums, strides,
 * standardized kernels.
 */
export function networkOfEachNorm(dir: string): string[] {
  const networks = goldenFiles(dir).filter((name) => name.startsWith('network-'));
  return [
    ...new Map(
      networks.map((name) => [JSON.parse(readFileSync(join(dir, name), 'utf8')).norm, name]),
    ).values(),
  ];
}
