import { expect, it } from 'vitest';
import { blocksOf } from '../../../../inspection/blocks.ts';
import { buildNetwork, resolveNorm } from '../../../../network/build.ts';
import type { Shape } from '../../../../network/layers.ts';
import { FASHION_MNIST } from '../../../../spec/dataSets.ts';
import type { Norm } from '../../../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../../../spec/fields.ts';
import { drawnSets } from './drawnSets.ts';
import { describeNorm, describeStages, givesWhat, writingExplained } from './normWords.ts';

function normOf(norm: Norm, groups: number, shape: Shape) {
  const resolved = resolveNorm(norm, groups, shape);
  if (!resolved) throw new Error('no norm');
  return resolved;
}
const CONV = [28, 28, 8];
const words = (norm: Norm, shape: Shape = CONV, groups = 4) => {
  const { name, sets } = describeNorm(normOf(norm, groups, shape), shape, 2);
  return `${name}. ${sets}`;
};

it('says over what each norm averages', () => {
  expect(words('batch')).toBe(
    'Batch norm. One mean and variance a channel, over 2 images × 28 × 28 pixels: 1,568 values.',
  );
  expect(words('batch', [64])).toBe('Batch norm. One mean and variance a unit, over 2 images: 2 values.');
  expect(words('layer')).toBe(
    'Layer norm. One mean and variance an image, over 28 × 28 pixels × 8 channels: 6,272 values.',
  );
  expect(words('instance')).toBe(
    'Instance norm. One mean and variance an image and channel, over 28 × 28 pixels: 784 values.',
  );
  expect(words('group')).toBe(
    'Group norm, 4 groups. One mean and variance an image and group of 2 channels, over 28 × 28 pixels × 2 channels: 1,568 values.',
  );
  expect(words('group-as-published')).toBe(
    'GN as the study coded it, 4 bands. One mean and variance an image and band of 7 rows, over 196 pixels × 8 channels: 1,568 values.',
  );
  expect(words('rms')).toContain('One root mean square an image');
  expect(words('filter-response')).toBe(
    'Filter response norm. One root mean square an image and channel, over 28 × 28 pixels: 784 values. No mean is taken off.',
  );
  expect(words('filter-response', [64])).toContain(
    'One root mean square an image, over 64 units: 64 values.',
  );
  expect(words('channel')).toBe(
    'Channel norm. One mean and variance an image and pixel, over 8 channels: 8 values.',
  );
  expect(words('channel', [64])).toBe(
    'Channel norm. One mean and variance an image, over 64 units: 64 values.',
  );
});

/** How many of the drawn cells are highlighted, by image. */
function highlighted(norm: Norm, shape: Shape, groups = 4, batch = 2): number[] {
  const drawn = drawnSets(normOf(norm, groups, shape), shape, batch);
  return Array.from({ length: drawn.images }, (_, image) => {
    let cells = 0;
    for (let row = 0; row < drawn.rows; row++)
      for (let column = 0; column < drawn.columns; column++)
        if (drawn.highlighted(image, row, column)) cells++;
    return cells;
  });
}

it('highlights one set in the drawing', () => {
  expect(highlighted('batch', CONV)).toEqual([8, 8]);
  expect(highlighted('instance', CONV)).toEqual([8, 0]);
  expect(highlighted('layer', CONV)).toEqual([64, 0]);
  expect(highlighted('group', CONV)).toEqual([16, 0]);
  expect(highlighted('channel', CONV)).toEqual([8, 0]);
  expect(highlighted('group-as-published', CONV)).toEqual([56, 0]);
  expect(highlighted('batch', [64], 4, 100)).toEqual([1, 1, 1]);
  expect(highlighted('group', [64], 32)).toEqual([1, 0]);
});

it('says and draws each of the norms that one is made of', () => {
  const stages = describeStages(normOf('batch-channel', 4, CONV), CONV, 2);
  expect(stages.map(({ name, sets }) => `${name}. ${sets}`)).toEqual([
    'First batch norm. One mean and variance a channel, over 2 images × 28 × 28 pixels: 1,568 values.',
    'Then group norm, 4 groups. One mean and variance an image and group of 2 channels, over 28 × 28 pixels × 2 channels: 1,568 values.',
  ]);
  expect(stages.map(({ norm }) => norm.groups)).toEqual([undefined, 4]);
});

it('says how what norms write comes about', () => {
  const written = (...norms: Norm[]) =>
    writingExplained(norms.map((norm) => ({ norm: normOf(norm, 4, CONV) })));
  expect(written('batch', 'group')).toBe(
    'The same values after the norm: each set brought to mean 0 and deviation 1, then times gamma, plus beta.',
  );
  expect(written('batch-renorm')).toContain('(nearly, by statistics that are not of this minibatch alone)');
  expect(written('filter-response')).toBe(
    'The same values after the norm: brought into range as said above, then times gamma, plus beta. A norm with an activation of its own has applied that, too.',
  );
});

it('calls what goes into a sum no logits', () => {
  const of = (network: string) => {
    const built = buildNetwork({ ...DEFAULT_EXPERIMENT, network, norm: 'none' }, FASHION_MNIST);
    return blocksOf(built).map((block) => `${block.layer.name} ${givesWhat(block)}`);
  };
  expect(of('conv4 res4 gap')).toEqual([
    'conv1 Activations',
    'conv2 Activations',
    'conv3 Outputs, before the sum',
    'dense1 Logits',
  ]);
});
