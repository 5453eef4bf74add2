import { describe, expect, it } from 'vitest';
import { standardize } from '../network/standardize.ts';
import { finish, scriptedSubject } from '../testing/scriptedSubject.ts';
import { filters } from './filters.ts';

describe('standardize', () => {
  it('takes mean and deviation of each filter, ε outside the root', () => {
    // Filter 0: 1, 3, 5, 7, of mean 4 and deviation √5. Filter 1: all 2.
    const kernel = Float32Array.of(1, 2, 3, 2, 5, 2, 7, 2);
    const scale = 1 / (Math.sqrt(5) + 1e-5);
    const expected = [-3, 0, -1, 0, 1, 0, 3, 0].map((d) => Math.fround(d * scale));
    expect([...standardize(kernel, 2)]).toEqual(expected);
  });

  it('is as exact around a large mean', () => {
    const kernel = Float32Array.of(4096 + 2 ** -10, 4096 - 2 ** -10);
    expect([...standardize(kernel, 1)]).toEqual(
      [1, -1].map((d) => Math.fround((d * 2 ** -10) / (2 ** -10 + 1e-5))),
    );
  });
});

describe('filters', () => {
  const ask = async (experiment: Parameters<typeof scriptedSubject>[0]['experiment']) => {
    const subject = scriptedSubject({ experiment: { ...experiment }, inspect: () => ({}) });
    return { subject, answer: (await finish(filters(subject))).answer };
  };

  it('gives a copy of the first kernel, and what WS makes of it', async () => {
    const { subject, answer } = await ask({ weights: 'standardized' });
    const kernel = subject.parameters.get('conv1/kernel') as Float32Array;
    expect(answer).toMatchObject({ layer: 'conv1', shape: [3, 3, 1, 8], kernel });
    expect(answer.kernel).not.toBe(kernel);
    expect(answer).toMatchObject({ weights: 'standardized', used: standardize(kernel, 8) });
  });

  it('has nothing standardized of a plain convolution', async () => {
    expect((await ask({ weights: 'plain' })).answer.used).toBeUndefined();
  });

  it('says that a network without convolutions has none', async () => {
    await expect(ask({ network: 'mlp' })).rejects.toThrow('This network has no convolution');
  });
});
