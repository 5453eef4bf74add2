/** One archive of all that can be exported; its runs.json brings the runs back. */
import type { Checkpoints } from '../../storage/archive.ts';
import { type RunRecord, resultOf } from '../../store/run.ts';
import type { PageState } from '../../store/state.ts';
import { figureSvg, runsPlotSvg, settingPlotSvg } from './figures.ts';
import { exportedOf, noNetwork, noScript } from './networkOf.ts';
import { pageReport } from './pageReport.ts';
import { imagesFor, scriptOf } from './scripts.ts';
import { foldersOf, tensorBoardFiles } from './tensorBoard.ts';

type Files = Record<string, Uint8Array | string>;

export async function everything(
  state: PageState,
  checkpoints: Checkpoints,
): Promise<Uint8Array<ArrayBuffer>> {
  const [{ runsJson }, { runsCsv, epochsCsv }, { runsParquet }, { zip }] = await Promise.all([
    import('../../report/json.ts'),
    import('../../report/csv.ts'),
    import('../../report/parquet.ts'),
    import('../../report/archive.ts'),
  ]);
  const results = state.runs.map(resultOf);
  const files: Files = {
    'runs.json': runsJson(results),
    'runs.csv': runsCsv(results),
    'runs.parquet': runsParquet(results),
    'epochs.csv': epochsCsv(results),
    'report.html': await pageReport(state),
  };
  if (state.runs.some(({ visible, points }) => visible && points.length > 0)) {
    for (const [name, metric] of [['accuracy', 'acc'] as const, ['loss', 'loss'] as const]) {
      files[`${name}.svg`] = await figureSvg(state, metric);
    }
  }
  const boards = await tensorBoardFiles(state.runs, checkpoints);
  for (const [path, content] of Object.entries(boards)) files[`tensorboard/${path}`] = content;
  const ofTable = await settingPlotSvg(state);
  if (ofTable) files[`${ofTable.stem}.svg`] = ofTable.svg;
  const ofRuns = await runsPlotSvg(state);
  if (ofRuns) files[`runs-${ofRuns.stem}.svg`] = ofRuns.svg;
  const folders = foldersOf(state.runs);
  for (const [folder, run] of folders) {
    for (const [name, content] of Object.entries(await filesOf(run, checkpoints)))
      files[`runs/${folder}/${name}`] = content;
  }
  return zip(files);
}

async function filesOf(run: RunRecord, checkpoints: Checkpoints): Promise<Files> {
  const [{ renderArchitecture }, { toSafetensors, weightsMetadata }] = await Promise.all([
    import('../../report/architecture.ts'),
    import('../../report/safetensors.ts'),
  ]);
  if (noNetwork(run) !== undefined) return {};
  const { network, experiment, spec } = exportedOf(run);
  const files: Files = {
    'architecture.svg': renderArchitecture(network),
  };
  if (noScript(run) === undefined) {
    files['experiment-pytorch.py'] = await scriptOf(run, 'pytorch');
    files['experiment-keras.py'] = await scriptOf(run, 'keras');
    Object.assign(files, await imagesFor(run));
  }
  const checkpoint = await checkpoints.read(run.id).catch(({ message }: Error) => message);
  if (typeof checkpoint === 'string') {
    files['no-weights.txt'] = `The weights of ${run.name} could not be read: ${checkpoint}\n`;
  } else if (checkpoint) {
    files['weights.safetensors'] = toSafetensors(
      network,
      checkpoint.parameters,
      weightsMetadata(experiment, spec),
    );
  }
  return files;
}
