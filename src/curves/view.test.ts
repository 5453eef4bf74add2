import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_VIEW, readView, type View } from './view.ts';

describe('readView', () => {
  it('reads back what was written', () => {
    const view: View = {
      x: 'seconds',
      smoothing: 0,
      y: 'log',
      split: 'train',
      seeds: 'lines',
      layout: 'panels',
    };
    expect(readView(JSON.parse(JSON.stringify(view)))).toEqual(view);
  });

  it('makes something valid of anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (stored) => {
        expect(readView(readView(stored))).toEqual(readView(stored));
      }),
    );
    expect(readView({ x: 'parsecs', smoothing: 7, split: 'train' })).toEqual({
      ...DEFAULT_VIEW,
      split: 'train',
    });
  });
});
