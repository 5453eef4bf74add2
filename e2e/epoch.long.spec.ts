/** The default experiment as a newcomer trains it, on the reference CNN. */
import { expect, expectBatchNormBehind, hasRealImages, test } from './playground.ts';

test('after one epoch BN at batch 2 stays at least 10 points below GN+WS, which passes 75 %', async ({
  playground,
}) => {
  test.skip(!hasRealImages, 'needs Fashion-MNIST');
  test.setTimeout(600_000);
  await playground.open('epochs=1&engine=wasm&run=norm:batch,weights:plain');
  await playground.button('Train').click();
  await expect(playground.status).toContainText('2 runs finished', { timeout: 580_000 });
  await expectBatchNormBehind(playground);
});
