/** What the figures draw: one layer of one run, over the training. */
import type { Block } from '../../../../inspection/blocks.ts';
import type { LayerSnapshot } from '../../../../inspection/question.ts';
import type { TimedSnapshot } from '../../../../store/asked.ts';
import { blockNamed } from '../blockChoice.ts';
import type { RunLook } from '../useRunLooks.ts';
import { findings } from './findings.ts';
import type { Side } from './useSides.ts';

export interface LayerSeries {
  readonly look: RunLook;
  readonly block: Block;
  /** Oldest first; at least one. */
  readonly snapshots: readonly TimedLayer[];
  readonly latest: LayerSnapshot;
}

export interface TimedLayer {
  /** Training images seen. */
  readonly images: number;
  readonly layer: LayerSnapshot;
}

/** @returns undefined where the network has no such layer or no snapshot has come yet */
export function seriesOf(side: Side, layer: string): LayerSeries | undefined {
  const block = blockNamed(side.blocks, layer);
  const snapshots = side.history.flatMap((timed) => layerOf(timed, layer));
  const latest = snapshots.at(-1)?.layer;
  return block && latest ? { look: side.look, block, snapshots, latest } : undefined;
}

/** What is striking about a layer in the latest snapshot. */
export function notesOn(side: Side, layer: string): readonly string[] {
  const series = seriesOf(side, layer);
  const batch = side.history.at(-1)?.answer.batch ?? side.batch;
  return series ? findings(series.latest, series.block, batch) : [];
}

function layerOf({ images, answer }: TimedSnapshot, name: string): TimedLayer[] {
  const layer = answer.layers.find((each) => each.layer === name);
  return layer ? [{ images, layer }] : [];
}
