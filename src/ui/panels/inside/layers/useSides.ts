/** The runs of the view with their snapshots: the latest and those before, for as long as somebody has looked. */
import { useMemo } from 'react';
import { type Block, blocksOf } from '../../../../inspection/blocks.ts';
import type { LayerSnapshot } from '../../../../inspection/question.ts';
import { buildNetwork } from '../../../../network/build.ts';
import type { Network } from '../../../../network/layers.ts';
import type { TimedSnapshot } from '../../../../store/asked.ts';
import { findRun } from '../../../../store/selectors.ts';
import type { RunId } from '../../../../worker/protocol.ts';
import { usePage, useThrottled } from '../../../playground.ts';
import { useSpec } from '../../useSpec.ts';
import { blockNamed } from '../blockChoice.ts';
import { type RunLook, useRunLooks } from '../useRunLooks.ts';
import { findings } from './findings.ts';

export interface Side {
  readonly run: RunId;
  readonly look: RunLook;
  /** Images in a minibatch, as the run is set. */
  readonly batch: number;
  readonly network: Network;
  readonly blocks: readonly Block[];
  /** Oldest first. */
  readonly history: readonly TimedSnapshot[];
}

/** Both runs' news in one drawing. */
const FIGURES_MS = 1000;
const NONE: readonly TimedSnapshot[] = [];

/** @param runs one or two, the same at each render @returns the same objects while nothing about them changes */
export function useSides(runs: readonly RunId[]): readonly Side[] {
  const looks = useRunLooks(runs);
  const left = useSide(runs[0]);
  const right = useSide(runs[1]);
  return useMemo(
    () =>
      [left, right].flatMap((side, i) => {
        const look = looks[i];
        return side && look ? [{ ...side, look }] : [];
      }),
    [left, right, looks],
  );
}

function useSide(run: RunId | undefined): Omit<Side, 'look'> | undefined {
  const experiment = usePage((state) => (run === undefined ? undefined : findRun(state, run)?.experiment));
  const history =
    useThrottled((state) => (run === undefined ? undefined : state.snapshots[run]), FIGURES_MS) ?? NONE;
  const spec = useSpec(run);
  const network = useMemo(() => experiment && spec && buildNetwork(experiment, spec), [experiment, spec]);
  return useMemo(
    () =>
      run === undefined || !experiment || !network
        ? undefined
        : { run, batch: experiment.batch, network, blocks: blocksOf(network), history },
    [run, experiment, network, history],
  );
}

/** What the figures draw: one layer of one run, over the training. */
export interface LayerSeries {
  readonly look: RunLook;
  readonly block: Block;
  /** Oldest first; at least one. */
  readonly snapshots: readonly TimedLayer[];
  readonly latest: LayerSnapshot;
}

interface TimedLayer {
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
