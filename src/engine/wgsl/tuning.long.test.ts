/** The measured search for tiles on a processor that plays a GPU, which takes its time for each. */
import { expect, it } from 'vitest';
import { initialParameters } from '../../network/parameters.ts';
import { hashOf, networkOf, open, rows } from '../../testing/wgslOnNoise.ts';

it('measures tiles where it is asked to, remembers them, and gives the same bits with what it remembers', async () => {
  const known = new Map<string, string>();
  const memory = {
    recall: (key: string) => known.get(key),
    remember: (key: string, name: string) => void known.set(key, name),
  };
  const network = networkOf({ network: 'pool pool dense4', norm: 'none', weights: 'plain' });
  const hashes: string[] = [];
  const kept: string[] = [];
  for (let visit = 0; visit < 2; visit++) {
    const engine = await open({ tiles: 'shared', memory });
    const trainer = await engine.createTrainer(network, initialParameters(network), 'noise', 3);
    for (let t = 1; t <= 3; t++) trainer.step(rows(t, t + 1, t + 2), t);
    hashes.push(hashOf(await trainer.parameters()));
    kept.push(JSON.stringify([...known]));
    engine.dispose();
  }
  // Forward and both gradients of two layers; nobody wants the images' own.
  expect(known.size).toBe(5);
  expect(kept[1]).toBe(kept[0]);
  expect(hashes[1]).toBe(hashes[0]);
});
