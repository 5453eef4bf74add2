/** What TensorBoard shows of the page's runs: a folder a run, with the weights that are kept. */
import type { Checkpoints } from '../../storage/archive.ts';
import { type RunRecord, resultOf } from '../../store/run.ts';
import { fileStem } from './download.ts';
import { exportedOf, noNetwork } from './networkOf.ts';

/** By path within an archive. */
export async function tensorBoardFiles(
  runs: readonly RunRecord[],
  checkpoints: Checkpoints,
): Promise<Record<string, Uint8Array>> {
  const { eventFile } = await import('../../report/tensorBoard/events.ts');
  const files: Record<string, Uint8Array> = {};
  for (const [folder, run] of foldersOf(runs)) {
    const checkpoint =
      noNetwork(run) === undefined ? await checkpoints.read(run.id).catch(() => undefined) : undefined;
    const weights = checkpoint && { ...checkpoint, network: exportedOf(run).network };
    const [name, content] = eventFile(resultOf(run), Date.now() / 1000, weights);
    files[`${folder}/${name}`] = content;
  }
  return files;
}

/** A folder for each run, named after it and like no other. */
export function foldersOf(runs: readonly RunRecord[]): Map<string, RunRecord> {
  const folders = new Map<string, RunRecord>();
  for (const run of runs) {
    const stem = fileStem(run.name);
    let free = stem;
    for (let n = 2; folders.has(free); n++) free = `${stem}-${n}`;
    folders.set(free, run);
  }
  return folders;
}
