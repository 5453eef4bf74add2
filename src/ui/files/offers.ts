/**
 * What can be taken away: a table of files, each with what it is for and how it is made. What makes them is loaded
 * when one is asked for.
 */
import type { Checkpoints } from '../../storage/archive.ts';
import { type RunRecord, resultOf } from '../../store/run.ts';
import type { PageState } from '../../store/state.ts';
import { type Download, fileStem } from './download.ts';
import { everything } from './everything.ts';
import { figureFile } from './figures.ts';
import { type Exported, exportedOf, noNetwork, noScript } from './networkOf.ts';
import { pageReport } from './pageReport.ts';
import { imagesFor, type Library, scriptOf } from './scripts.ts';
import { tensorBoardFiles } from './tensorBoard.ts';

/** What an offer is made from: the page as it stands, and one run of it. */
export interface Material {
  readonly state: PageState;
  readonly run: RunRecord;
  readonly checkpoints: Checkpoints;
}

export interface Offer {
  /** The button's words: 'History (CSV)'. */
  readonly label: string;
  readonly what: string;
  /** Why it cannot be had of this run, or undefined if it can. */
  readonly missing?: (run: RunRecord) => string | undefined;
  /** Rejects with a sentence for a person. */
  make(material: Material): Promise<Download>;
}

const TYPES = {
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
  parquet: 'application/vnd.apache.parquet',
  png: 'image/png',
  py: 'text/x-python',
  safetensors: 'application/octet-stream',
  svg: 'image/svg+xml',
  zip: 'application/zip',
} as const;

const file = (stem: string, ending: keyof typeof TYPES, content: Download['content']): Download => ({
  name: `${stem}.${ending}`,
  type: TYPES[ending],
  content,
});

const noWeights = ({ kept, origin }: RunRecord): string | undefined => {
  if (origin !== 'here') return 'Weights stay in the browser that trained them.';
  return kept ? undefined : 'No weights are kept of this run yet.';
};

const noCurve = ({ points }: RunRecord): string | undefined =>
  points.length > 0 ? undefined : 'This run has no curve yet.';

/** The run's network, and its weights as they were kept last. */
async function weightsOf({
  run,
  checkpoints,
}: Material): Promise<Exported & { readonly parameters: ReadonlyMap<string, Float32Array> }> {
  const checkpoint = await checkpoints.read(run.id);
  if (!checkpoint) throw new Error(`The weights of ${run.name} are not kept any more. Train it again.`);
  return { ...exportedOf(run), parameters: checkpoint.parameters };
}

/** One file that runs, or where it needs images that only the page has an archive of both. */
async function scriptFile(run: RunRecord, library: Library): Promise<Download> {
  const stem = `${fileStem(run.name)}-${library}`;
  const [script, images] = await Promise.all([scriptOf(run, library), imagesFor(run)]);
  if (Object.keys(images).length === 0) return file(stem, 'py', script);
  const { zip } = await import('../../report/archive.ts');
  return file(stem, 'zip', zip({ [`${stem}.py`]: script, ...images }));
}

export const RUN_OFFERS: readonly Offer[] = [
  {
    label: 'Run (JSON)',
    what: 'Experiment, curve and result. This page imports it.',
    make: async ({ run }) => {
      const { runJson } = await import('../../report/json.ts');
      return file(fileStem(run.name), 'json', runJson(resultOf(run)));
    },
  },
  {
    label: 'History (CSV)',
    what: 'A row an epoch under the names of Keras: loss, acc, val_loss, val_acc.',
    missing: ({ history }) => (history.length > 0 ? undefined : 'No epoch of this run is over yet.'),
    make: async ({ run }) => {
      const { runCsv } = await import('../../report/csv.ts');
      return file(`${fileStem(run.name)}-history`, 'csv', runCsv(resultOf(run)));
    },
  },
  {
    label: 'Curve (CSV)',
    what: 'Every point of the training curve.',
    missing: noCurve,
    make: async ({ run }) => {
      const { curveCsv } = await import('../../report/csv.ts');
      return file(`${fileStem(run.name)}-curve`, 'csv', curveCsv(resultOf(run)));
    },
  },
  {
    label: 'Weights (safetensors)',
    what: 'For Python: named float32 arrays, the experiment beside them.',
    missing: noWeights,
    make: async (material) => {
      const { toSafetensors, weightsMetadata } = await import('../../report/safetensors.ts');
      const { network, parameters, experiment, spec } = await weightsOf(material);
      const bytes = toSafetensors(network, parameters, weightsMetadata(experiment, spec));
      return file(fileStem(material.run.name), 'safetensors', bytes);
    },
  },
  {
    label: 'TensorFlow.js model (ZIP)',
    what: 'Opens with tf.loadLayersModel; what it needs beside it is in the archive.',
    missing: noWeights,
    make: async (material) => {
      const { toTfjsModel } = await import('../../report/tfjs/model.ts');
      const { zip } = await import('../../report/archive.ts');
      const { network, parameters, experiment, spec } = await weightsOf(material);
      const model = toTfjsModel(network, parameters, {
        experiment: JSON.stringify(experiment),
        data: JSON.stringify(spec),
      });
      return file(`${fileStem(material.run.name)}-tfjs`, 'zip', zip({ ...model }));
    },
  },
  {
    label: 'PyTorch script',
    what: 'The same experiment as one file that runs.',
    missing: noScript,
    make: ({ run }) => scriptFile(run, 'pytorch'),
  },
  {
    label: 'Keras script',
    what: 'The same experiment for Keras 3, on any of its backends.',
    missing: noScript,
    make: ({ run }) => scriptFile(run, 'keras'),
  },
  {
    label: 'Architecture (SVG)',
    what: 'The network, layer by layer, with shapes and numbers of weights.',
    missing: noNetwork,
    make: async ({ run }) => {
      const { renderArchitecture } = await import('../../report/architecture.ts');
      return file(`${fileStem(run.name)}-architecture`, 'svg', renderArchitecture(exportedOf(run).network));
    },
  },
];

const ALL = 'norm-playground';

/** Report, figure and data: what most people come for. */
export const FIRST_OFFERS: readonly Offer[] = [
  {
    label: 'Report (HTML)',
    what: 'One file: setting, table, figures, verdict, environment.',
    make: async ({ state }) => file(`${ALL}-report`, 'html', await pageReport(state)),
  },
  {
    label: 'Accuracy (PNG)',
    what: 'The chart as it is shown now, twice as fine.',
    make: ({ state }) => figureFile(state, 'acc', 'png'),
  },
  {
    label: 'Accuracy (SVG)',
    what: 'The same as lines, for papers and slides.',
    make: ({ state }) => figureFile(state, 'acc', 'svg'),
  },
  {
    label: 'All runs (CSV)',
    what: 'A row a run with its settings and results, for a spreadsheet.',
    make: async ({ state }) => {
      const { runsCsv } = await import('../../report/csv.ts');
      return file(`${ALL}-runs`, 'csv', runsCsv(state.runs.map(resultOf)));
    },
  },
  {
    label: 'All runs (Parquet)',
    what: 'The same with types, for a notebook.',
    make: async ({ state }) => {
      const { runsParquet } = await import('../../report/parquet.ts');
      return file(`${ALL}-runs`, 'parquet', runsParquet(state.runs.map(resultOf)));
    },
  },
  {
    label: 'All epochs (CSV)',
    what: 'A row a run and epoch: loss, acc, val_loss, val_acc.',
    make: async ({ state }) => {
      const { epochsCsv } = await import('../../report/csv.ts');
      return file(`${ALL}-epochs`, 'csv', epochsCsv(state.runs.map(resultOf)));
    },
  },
  {
    label: 'All runs (JSON)',
    what: 'Every run of the table, to be imported elsewhere.',
    make: async ({ state }) => {
      const { runsJson } = await import('../../report/json.ts');
      return file(`${ALL}-runs`, 'json', runsJson(state.runs.map(resultOf)));
    },
  },
  {
    label: 'TensorBoard (ZIP)',
    what: 'A folder a run, for tensorboard --logdir once it is unpacked.',
    make: async ({ state, checkpoints }) => {
      const { zip } = await import('../../report/archive.ts');
      return file(`${ALL}-tensorboard`, 'zip', zip(await tensorBoardFiles(state.runs, checkpoints)));
    },
  },
];

export const MORE_OFFERS: readonly Offer[] = [
  {
    label: 'Loss (SVG)',
    what: 'The chart as it is shown now.',
    make: ({ state }) => figureFile(state, 'loss', 'svg'),
  },
  {
    label: 'Loss (PNG)',
    what: 'The same in pixels, twice as fine.',
    make: ({ state }) => figureFile(state, 'loss', 'png'),
  },
  {
    label: 'Plot of the table (SVG)',
    what: 'Test accuracy against batch size, or against what else the table varies.',
    make: ({ state }) => figureFile(state, 'table', 'svg'),
  },
  {
    label: 'Plot of the table (PNG)',
    what: 'The same in pixels, twice as fine.',
    make: ({ state }) => figureFile(state, 'table', 'png'),
  },
  {
    label: 'Plot of the runs (SVG)',
    what: 'The result and the setting that are chosen below the table of runs.',
    make: ({ state }) => figureFile(state, 'runs', 'svg'),
  },
  {
    label: 'Plot of the runs (PNG)',
    what: 'The same in pixels, twice as fine.',
    make: ({ state }) => figureFile(state, 'runs', 'png'),
  },
  {
    label: 'Everything (ZIP)',
    what: 'All of it, with weights, architecture and scripts of each run.',
    make: async ({ state, checkpoints }) => file(ALL, 'zip', await everything(state, checkpoints)),
  },
];
