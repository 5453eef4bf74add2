/** The scripts of a run, with the images that they need and that can be had nowhere else. */
import { SYNTHETIC } from '../../spec/dataSets.ts';
import { isSameData } from '../../spec/dataSpec.ts';
import type { Experiment } from '../../spec/experiment.ts';
import type { RunRecord } from '../../store/run.ts';
import { exportedOf } from './networkOf.ts';

export type Library = 'pytorch' | 'keras';

export async function scriptOf(run: RunRecord, library: Library): Promise<string> {
  const { experiment, spec } = exportedOf(run);
  if (library === 'keras')
    return (await import('../../report/scripts/keras.ts')).kerasScript(experiment, spec);
  return (await import('../../report/scripts/pytorch.ts')).pytorchScript(experiment, spec);
}

/** By the name under which the scripts look for it; none where they can be had elsewhere. */
export async function imagesFor(run: RunRecord): Promise<Readonly<Record<string, Uint8Array<ArrayBuffer>>>> {
  const { experiment, spec } = exportedOf(run);
  if (!isSameData(SYNTHETIC, spec)) return {};
  const { drawnFile } = await import('../../report/scripts/parts.ts');
  return { [drawnFile(experiment)]: await drawn(experiment) };
}

/** The last that were drawn: runs of one seed and both scripts share them. */
let last: { readonly key: string; readonly bytes: Promise<Uint8Array<ArrayBuffer>> } | undefined;

function drawn(experiment: Experiment): Promise<Uint8Array<ArrayBuffer>> {
  const key = `${experiment.seed} ${experiment.images}`;
  if (last?.key !== key) last = { key, bytes: draw(experiment) };
  return last.bytes;
}

async function draw(experiment: Experiment): Promise<Uint8Array<ArrayBuffer>> {
  const [{ drawnImages }, { npzOf }] = await Promise.all([
    import('../../data/drawnImages.ts'),
    import('../../import/npz.ts'),
  ]);
  return npzOf(SYNTHETIC, await drawnImages(experiment));
}
