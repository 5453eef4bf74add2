/**
 * Answers `noise`: how the mean and the variance of what a norm reads spread over minibatches. The mean of a batch of B
 * images is that of B independent per-image means, so its standard deviation is theirs over √B; so is the variance's,
 * from per-image means of (x − μ)², as long as the batch's own mean is close to μ.
 */
import { permutation, streamKey } from '../random/streams.ts';
import { blockNamed } from './blocks.ts';
import type { Noise, Question } from './question.ts';
import { Spread } from './spread.ts';
import type { Answering, Subject } from './subject.ts';

/**
 * Each size is measured and predicted from the images of its own minibatches: under a norm over minibatches what a deeper layer reads
 * depends on the size, too. Sizes above the number of training images are left out.
 * @throws what a person should read, for a layer that the network does not have or a network that diverged
 */
export async function* noise(
  { network, trainer, data }: Subject,
  question: Extract<Question, { readonly kind: 'noise' }>,
): Answering<Noise> {
  const { layer, batches } = question;
  const { reads } = blockNamed(network, layer);
  const channels = network.layers.find(({ name }) => name === reads)?.output.at(-1) ?? 1;
  const sizes = [...new Set(question.sizes)].filter((size) => size <= data.subset.length);
  const total = batches * sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  await data.ready('train');
  const found: Noise['sizes'][number][] = [];
  for (const size of sizes.sort((a, b) => a - b)) {
    const spread = new Spread(channels);
    for (const rows of drawMinibatches(data.subset, size, batches)) {
      yield { done, total };
      const { outputs } = await trainer.inspect({
        images: { split: 'train', rows },
        statistics: 'minibatch',
        outputs: [reads],
        gradients: false,
      });
      const output = outputs.get(reads);
      if (!output) throw new Error(`The engine left out the output of ${reads}.`);
      spread.add(output, size);
      done += size;
    }
    found.push({ batch: size, ...spread.result() });
  }
  return { kind: 'noise', layer, batches, sizes: found };
}

/**
 * Minibatches without a common image, in an order that no run trains in. Where the images do not suffice, they are
 * shuffled again for the next ones, so that no two minibatches are the same but by chance.
 */
export function* drawMinibatches(subset: Uint32Array, size: number, count: number): Generator<Uint32Array> {
  const aRound = Math.floor(subset.length / size);
  let order: Uint32Array = new Uint32Array();
  for (let batch = 0; batch < count; batch++) {
    const start = size * (batch % aRound);
    if (start === 0) order = permutation(streamKey(0, 'inspection/noise', batch / aRound), subset.length);
    yield order.slice(start, start + size).map((i) => subset[i] as number);
  }
}
