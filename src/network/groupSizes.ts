/** Over which values a network's norms take their means, and where these are so few that a norm does something else. */
import { DEFAULT_DATA, dataSpec } from '../spec/dataSets.ts';
import type { Experiment } from '../spec/experiment.ts';
import { normHas } from '../spec/norms/norms.ts';
import { counted, grouped } from '../spec/numbers.ts';
import { buildNetwork } from './build.ts';
import type { LayerNorm, NormLayer } from './layers.ts';
import { extentOf, normSets } from './normSets.ts';
import { descriptionOf, stagesOf, statisticsOn } from './norms.ts';

/** A normalized layer, 'conv 32' or 'dense 512'. */
interface Normalized {
  readonly name: string;
  readonly layer: NormLayer;
  readonly channels: number;
  readonly dense: boolean;
}

function normalizedLayers(experiment: Experiment): Normalized[] {
  const { layers } = buildNetwork(experiment, dataSpec(experiment.data) ?? DEFAULT_DATA);
  return layers.flatMap((layer) => {
    if (layer.kind !== 'norm') return [];
    const channels = layer.input.at(-1) ?? 1;
    const dense = layer.input.length === 1;
    return [{ name: `${dense ? 'dense' : 'conv'} ${channels}`, layer, channels, dense }];
  });
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

const isBands = ({ norm, input }: NormLayer): boolean => statisticsOn(norm, input)?.channels === 'bands';

/** 'conv 32: 32 groups of 1 · conv 64: 32 groups of 2 · dense 512: 32 groups of 16' */
export function describeGroups(experiment: Experiment): string {
  const texts = normalizedLayers(experiment).map(({ name, layer, channels, dense }) => {
    const { groups = 1 } = layer.norm;
    if (dense || !isBands(layer)) return `${name}: ${counted(groups, 'group')} of ${channels / groups}`;
    return `${name}: ${counted(groups, 'band')} of ${grouped(normSets(layer.norm, extentOf(layer.input, 1))?.size ?? 0)} values`;
  });
  return distinct(texts).join(' · ');
}

/** Warnings are asked for at every event of a run, and experiments never change. */
const warnings = new WeakMap<Experiment, string>();

/** Where the values that share a mean are so few that the norm is another one, or lets nothing through; or undefined. */
export function warnOfGroups(experiment: Experiment): string | undefined {
  const known = warnings.get(experiment) ?? warn(experiment);
  warnings.set(experiment, known);
  return known || undefined;
}

function warn(experiment: Experiment): string {
  const layers = normalizedLayers(experiment);
  const hasGroups = normHas(experiment.norm, 'groups');
  const of = (sought: (layer: Normalized) => boolean): string[] =>
    distinct(layers.filter(sought).map(({ name }) => name));
  const single = of(
    ({ dense, channels, layer }) =>
      hasGroups &&
      !dense &&
      !isBands(layer) &&
      channels === layer.norm.groups &&
      !centres(layer, experiment.batch, 1),
  );
  const dead = of(({ layer }) => centres(layer, experiment.batch, 1));
  const pairs = of(({ dense, layer }) => hasGroups && dense && centres(layer, experiment.batch, 2));
  const nothing = `${dead.join(', ')} ${dead.length > 1 ? 'learn' : 'learns'} nothing`;
  return [
    single.length > 0 && `Groups of one channel are instance norm (${single.join(', ')}).`,
    dead.length > 0 && hasGroups && `Groups of 1 value become 0: ${nothing}.`,
    dead.length > 0 &&
      !hasGroups &&
      `Each value of ${dead.join(', ')} is its own mean${experiment.batch === 1 ? ' at batch 1' : ''} and becomes 0: ${dead.length > 1 ? 'they learn' : 'it learns'} nothing.`,
    pairs.length > 0 && `Groups of 2 values become about ±1 (${pairs.join(', ')}).`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** Whether a norm, or one that it is made of, takes the mean of so many values from each; of two, in one image. */
const centres = ({ norm, input }: NormLayer, batch: number, size: number): boolean =>
  (stagesOf(norm)?.map((stage) => stage.norm) ?? [norm]).some(
    (each) =>
      centresOnMinibatch(each) &&
      (size === 1 || descriptionOf(each).statistics?.images === 'each') &&
      normSets(each, extentOf(input, batch))?.size === size,
  );

/** Statistics of earlier minibatches, and corrections towards them, leave something of a single value. */
const centresOnMinibatch = (norm: LayerNorm): boolean =>
  descriptionOf(norm).statistics?.mean === true && !norm.frozen && !norm.estimated && !norm.limits;
