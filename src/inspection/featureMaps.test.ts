import { describe, expect, it } from 'vitest';
import { finish, scriptedSubject } from '../testing/scriptedSubject.ts';
import { featureMaps } from './featureMaps.ts';

const subject = () =>
  scriptedSubject({
    inspect: ({ outputs }) => ({
      outputs: new Map(outputs.map((name) => [name, Float32Array.of(name.length)])),
    }),
  });

describe('featureMaps', () => {
  it('asks for one layer and one image in inference mode', async () => {
    const of = subject();
    const question = { kind: 'feature-maps', image: { split: 'test', row: 7 }, layer: 'pool1' } as const;
    const { answer } = await finish(featureMaps(of, question));
    expect(answer).toMatchObject({
      image: { split: 'test', row: 7 },
      layer: 'pool1',
      shape: [14, 14, 8],
      values: Float32Array.of(5),
    });
    expect(of.requests).toMatchObject([{ statistics: 'moving', outputs: ['pool1'], gradients: false }]);
    expect(of.requests[0]?.images).toMatchObject({ labels: Uint8Array.of(7) });
  });

  it('names a layer that the network does not have', async () => {
    const question = { kind: 'feature-maps', image: { split: 'test', row: 7 }, layer: 'conv9' } as const;
    await expect(finish(featureMaps(subject(), question))).rejects.toThrow('The network has no layer conv9.');
  });
});
