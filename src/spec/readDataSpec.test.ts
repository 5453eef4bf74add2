import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FASHION_MNIST } from './dataSets.ts';
import { type DataSpec, LIMITS } from './dataSpec.ts';
import { readDataSpec, readUsedData } from './readDataSpec.ts';

const CATS: DataSpec = {
  id: 'cats.2',
  name: 'Cats',
  sha256: '0123456789abcdef'.repeat(4),
  shape: [12, 10, 3],
  classes: ['Tabby', '', 'Tabby'],
  counts: { train: 60, validation: 1, test: 200_000 },
};

const without = (...keys: string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(CATS).filter(([key]) => !keys.includes(key)));

describe('readDataSpec', () => {
  it('gives back what was written as JSON, and nothing more', () => {
    expect(readDataSpec(JSON.parse(JSON.stringify(CATS)))).toEqual({ spec: CATS });
    expect(readDataSpec({ ...CATS, more: 1, counts: { ...CATS.counts, other: 1 } })).toEqual({ spec: CATS });
    const [most, longest] = [Array(LIMITS.classes).fill('c'), 'n'.repeat(LIMITS.name)];
    const largest = { ...CATS, name: longest, classes: most, shape: [LIMITS.side, 1, 1] };
    expect(readDataSpec(largest)).toEqual({ spec: largest });
  });

  it('cuts names of classes, which had no limit once', () => {
    const long = readDataSpec({ ...CATS, classes: ['Manx', 'n'.repeat(LIMITS.name + 1)] });
    expect(long).toEqual({ spec: { ...CATS, classes: ['Manx', 'n'.repeat(LIMITS.name)] } });
  });

  it('takes a data set that is known here as it is known, by its images', () => {
    const renamed = { ...FASHION_MNIST, name: 'Clothes' };
    expect(readDataSpec(renamed)).toEqual({ spec: FASHION_MNIST });
    const others = { ...renamed, sha256: CATS.sha256 };
    expect(readDataSpec(others)).toEqual({ spec: others });
  });

  it.each<[unknown, string]>([
    [undefined, 'data: nothing is not the description of a data set'],
    [null, 'data: null is not the description of a data set'],
    ['cats', 'data: cats is not the description of a data set'],
    [without('id'), 'id: nothing is not letters, digits, dots and dashes'],
    [{ ...CATS, id: 'my cats' }, 'id: my cats is not letters, digits, dots and dashes'],
    [{ ...CATS, id: '.cats' }, 'id: .cats is not letters, digits, dots and dashes'],
    [{ ...CATS, name: 7 }, 'name: 7 is not a text of at most 80 characters'],
    [{ ...CATS, name: 'n'.repeat(81) }, `name: ${'n'.repeat(40)} is not a text of at most 80 characters`],
    [{ ...CATS, sha256: 'ABC' }, 'sha256: ABC is not a SHA-256 sum'],
    [{ ...CATS, shape: 28 }, 'shape: 28 is not height, width and channels'],
    [{ ...CATS, shape: [0, 10, 3] }, 'shape: 0 × 10 × 3 is not height and width from 1 to 512'],
    [{ ...CATS, shape: [12, 513, 3] }, 'shape: 12 × 513 × 3 is not height and width from 1 to 512'],
    [{ ...CATS, shape: [12, 10, 2] }, 'shape: 12 × 10 × 2 is not height, width and 1 or 3 channels'],
    [
      { ...CATS, shape: [{ toString: 1 }, 10, 3] },
      'shape: an object × 10 × 3 is not height and width from 1 to 512',
    ],
    [{ ...CATS, shape: [12, 10] }, 'shape: 12 × 10 is not height, width and 1 or 3 channels'],
    [{ ...CATS, shape: [12, 10, 3, 1] }, 'shape: 12 × 10 × 3 × 1 is not height, width and 1 or 3 channels'],
    [{ ...CATS, classes: 'Tabby' }, 'classes: Tabby is not from 2 to 200 names'],
    [{ ...CATS, classes: ['Tabby'] }, 'classes: 1 is not from 2 to 200 names'],
    [{ ...CATS, classes: Array(201).fill('c') }, 'classes: 201 is not from 2 to 200 names'],
    [{ ...CATS, classes: ['Tabby', 3] }, 'classes: one of them is not a text of at most 1000 characters'],
    [without('counts'), 'counts: nothing is not the images of each split'],
    [
      { ...CATS, counts: { train: 60, validation: 0, test: 9 } },
      'counts.validation: 0 is not a number of images from 1 to 200,000',
    ],
    [
      { ...CATS, counts: { train: 60.5, validation: 1, test: 9 } },
      'counts.train: 60.5 is not a number of images from 1 to 200,000',
    ],
    [
      { ...CATS, counts: { train: 60, validation: 1 } },
      'counts.test: nothing is not a number of images from 1 to 200,000',
    ],
  ])('refuses %j by its field and value', (input, problem) => {
    expect(readDataSpec(input)).toEqual({ problem });
  });

  it('never throws, whatever comes in, and lets nothing through that it would not read again', () => {
    const field = fc.constantFrom('id', 'name', 'sha256', 'shape', 'classes', 'counts');
    const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true });
    const spoilt = fc
      .dictionary(field, anything, { noNullPrototype: false })
      .map((part) => ({ ...CATS, ...part }));
    fc.assert(
      fc.property(fc.oneof(anything, spoilt), (input) => {
        const read = readDataSpec(input);
        if ('problem' in read) expect(read.problem).toMatch(/^[a-z0-9.]+: .* is not .+$/s);
        else expect(readDataSpec(JSON.parse(JSON.stringify(read.spec)))).toEqual(read);
        readUsedData({ spec: input, why: input });
      }),
    );
  });
});

describe('readUsedData', () => {
  it('keeps the reason why it is not what was asked for, cut short', () => {
    expect(readUsedData({ spec: CATS })).toEqual({ spec: CATS });
    expect(readUsedData({ spec: CATS, why: 'no manifest' })).toEqual({ spec: CATS, why: 'no manifest' });
    expect(readUsedData({ spec: CATS, why: 7 })).toEqual({ spec: CATS });
    expect(readUsedData({ spec: CATS, why: 'w'.repeat(1001) })).toEqual({
      spec: CATS,
      why: 'w'.repeat(1000),
    });
  });

  it.each<[unknown, string]>([
    [[], 'data: nothing is not the description of a data set'],
    ['synthetic', 'data: synthetic is not what a run was trained on'],
    [{ spec: { ...CATS, id: 1 } }, 'id: 1 is not letters, digits, dots and dashes'],
  ])('refuses %j', (input, problem) => {
    expect(readUsedData(input)).toEqual({ problem });
  });
});
