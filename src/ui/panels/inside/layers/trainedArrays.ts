/** What norms train on a layer, array by array, of the runs that have it: gamma and beta, and what else a description names. */
import type { Block } from '../../../../inspection/blocks.ts';
import type { LayerSnapshot } from '../../../../inspection/question.ts';
import type { NormLayer } from '../../../../network/layers.ts';
import { descriptionOf } from '../../../../network/norms.ts';
import { zeroedGamma } from '../../../../network/parameters.ts';
import { capital } from '../../../../spec/describe.ts';
import type { TrainedArray } from '../../../../spec/norms/description.ts';
import type { RunLook } from '../useRunLooks.ts';

export interface DrawnArray {
  readonly name: string;
  readonly label: string;
  readonly each: TrainedArray['each'];
  /** What its values began at, in any of the runs. */
  readonly starts: readonly number[];
  readonly runs: readonly {
    readonly look: RunLook;
    readonly values: Float32Array;
    /** The first of its values over the training. */
    readonly course: readonly { readonly images: number; readonly size: number }[];
  }[];
}

type Arrays = Pick<LayerSnapshot, 'arrays'>;

/** As much of LayerSeries as it takes. */
interface Series {
  readonly look: RunLook;
  readonly block: Pick<Block, 'norm'>;
  readonly latest: Arrays;
  readonly snapshots: readonly { readonly images: number; readonly layer: Arrays }[];
}

const labelOf = ({ label, name }: TrainedArray): string => label ?? name;

/** In the order of the descriptions; what two runs have under one name is one figure. */
export function drawnArrays(series: readonly Series[]): DrawnArray[] {
  const found = new Map<string, DrawnArray>();
  for (const { look, block, latest, snapshots } of series) {
    if (!block.norm) continue;
    const zeroed = zeroedGamma(block.norm);
    for (const array of descriptionOf(block.norm.norm).parameters) {
      const { name, each, initial } = array;
      const values = valuesOf(latest, name);
      if (!values) continue;
      const course = snapshots.flatMap(({ images, layer }) => {
        const size = valuesOf(layer, name)?.[0];
        return size !== undefined && Number.isFinite(size) ? [{ images, size }] : [];
      });
      const key = `${each} ${name}`;
      const { starts, runs } = found.get(key) ?? { starts: [], runs: [] };
      const start = name === zeroed ? 0 : initial;
      found.set(key, {
        ...{ name, each, label: labelOf(array) },
        starts: [...new Set([...starts, start])],
        runs: [...runs, { look, values, course }],
      });
    }
  }
  return [...found.values()];
}

const valuesOf = ({ arrays }: Arrays, name: string): Float32Array | undefined =>
  arrays.find((array) => array.name === name)?.values;

/** What they do, in a sentence for all runs, or one for each where they differ. */
export function arraysExplained(series: readonly Series[]): string {
  const runs = series.flatMap(({ look, block: { norm } }) =>
    norm ? [{ name: look.name, sentence: sentenceOf(norm) }] : [],
  );
  const one = new Set(runs.map(({ sentence }) => sentence)).size === 1;
  const sentences = one
    ? [capital(runs[0]?.sentence ?? '')]
    : runs.map(({ name, sentence }) => `${name}: ${sentence}`);
  return [...sentences, 'They begin where the dashed line is; what is far from it was learned.'].join(' ');
}

function sentenceOf(layer: NormLayer): string {
  const zeroed = zeroedGamma(layer);
  const parts = descriptionOf(layer.norm).parameters.map((array) => {
    const zero = array.name === zeroed ? ' (zero gamma: it begins at 0 here)' : '';
    return `${labelOf(array)} ${array.does}${zero}`;
  });
  return `${parts.join('; ')}.`;
}
