/**
 * The original study as data: 'Weight Standardization Analysis with Keras' (Ehling, Rouault, 2019), Batch
 * Normalization against Group Normalization with Weight Standardization on Fashion-MNIST. One run a cell, 10 epochs
 * of 50,000 images, the network and all else that DEFAULT_EXPERIMENT has.
 */
import { type Experiment, epsilonOf } from './experiment.ts';
import { DEFAULT_EXPERIMENT, type FieldKey } from './fields.ts';
import { type Method, methodKey, STUDY_BATCHES, STUDY_METHODS } from './matrix.ts';
import { BUDGETS } from './presets.ts';
import { settingsOf } from './settings.ts';

export interface PublishedCell {
  readonly method: Method;
  readonly batch: number;
  /** Test accuracy after the last epoch, as a fraction. */
  readonly accuracy: number;
  /** On the authors' hosted GPU, about; batch 64 is labelled 32 in one place. */
  readonly secondsPerEpoch: number;
}

const [BN, GN_WS] = STUDY_METHODS;

export const STUDY = {
  title: 'Weight Standardization Analysis with Keras',
  authors: 'T. Ehling, C. Rouault',
  place: 'Illinois Institute of Technology, April 2019',
  methods: STUDY_METHODS,
  batches: STUDY_BATCHES,
  /** What its code did instead of what its text says: no Weight Standardization, and bands of rows for groups. */
  asCoded: {
    methods: [
      { norm: 'group', weights: 'plain' },
      { norm: 'group-as-published', weights: 'plain' },
    ] as const satisfies readonly Method[],
    batches: [2],
    /** And where the study saw no difference, in full: whether WS adds anything to GN. */
    large: { norm: 'group', weights: 'plain', batch: 128 },
  },
  /** Between its batch sizes, where the methods part ways: trained here with its full budget. */
  between: [8, 32],
  budgets: BUDGETS,
  cells: [
    { method: BN, batch: 2, accuracy: 0.1878, secondsPerEpoch: 255 },
    { method: BN, batch: 64, accuracy: 0.9249, secondsPerEpoch: 10 },
    { method: BN, batch: 128, accuracy: 0.9293, secondsPerEpoch: 7 },
    { method: GN_WS, batch: 2, accuracy: 0.9186, secondsPerEpoch: 275 },
    { method: GN_WS, batch: 64, accuracy: 0.9282, secondsPerEpoch: 20 },
    { method: GN_WS, batch: 128, accuracy: 0.929, secondsPerEpoch: 12 },
  ] satisfies readonly PublishedCell[],
} as const;

/** Settings that may differ from the study's: what its cells vary, and how much is trained. */
const FREE: readonly FieldKey[] = ['norm', 'weights', 'batch', 'epochs', 'images'];

/** What the study printed for this experiment; undefined where it has no such cell. Its budget was the full one. */
export function publishedCell(experiment: Experiment): PublishedCell | undefined {
  const own = { ...DEFAULT_EXPERIMENT, norm: experiment.norm };
  const differs = (key: FieldKey): boolean =>
    key === 'eps' ? epsilonOf(experiment) !== epsilonOf(own) : experiment[key] !== own[key];
  if (settingsOf(experiment).some((key) => !FREE.includes(key) && differs(key))) return undefined;
  const key = methodKey(experiment);
  return STUDY.cells.find(({ method, batch }) => methodKey(method) === key && batch === experiment.batch);
}
