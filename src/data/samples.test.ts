import { describe, expect, it } from 'vitest';
import { CLASSES, PIXELS } from './dataSet.ts';
import { sampleClasses } from './samples.ts';
import { drawImages, syntheticLabels } from './synthetic.ts';

const OPTIONS = { baseUrl: 'http://nowhere.invalid/' };

describe('sampleClasses', () => {
  it('shows of each class the images that training on this seed gets', async () => {
    const samples = await sampleClasses('synthetic', 3, 4, OPTIONS);
    expect(samples.map(({ name }) => name)).toEqual([...CLASSES]);
    expect(samples.every(({ images }) => images.length === 4)).toBe(true);
    const row = syntheticLabels(3, 'train').indexOf(7);
    const drawn = new Uint8Array(PIXELS);
    drawImages(3, 'train', row, Uint8Array.of(7), drawn);
    expect(samples[7]?.images[0]).toEqual(drawn);
  });
});
