import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from './fields.ts';
import { DEFAULT_MATRIX, matrixCells } from './matrix.ts';
import { publishedCell, STUDY } from './study.ts';

describe('the original study', () => {
  it('has a published figure in each of its cells', () => {
    const cells = matrixCells(DEFAULT_EXPERIMENT, DEFAULT_MATRIX).flat();
    expect(cells.map((cell) => publishedCell(cell)?.accuracy)).toEqual([
      0.1878, 0.9249, 0.9293, 0.9186, 0.9282, 0.929,
    ]);
  });

  it('has none for another network, method or batch size, whatever the budget and seed', () => {
    const cell = { ...DEFAULT_EXPERIMENT, ...STUDY.budgets.full, seed: 9 };
    expect(publishedCell(cell)?.accuracy).toBe(0.9186);
    // What does nothing there makes it no other cell.
    expect(publishedCell({ ...cell, momentum: 0.9 })?.accuracy).toBe(0.9186);
    expect(publishedCell({ ...cell, eps: 1e-5 })?.accuracy).toBe(0.9186);
    expect(publishedCell({ ...cell, eps: 1e-3 })).toBeUndefined();
    expect(publishedCell({ ...cell, norm: 'batch', weights: 'plain', momentum: 0.9 })).toBeUndefined();
    expect(publishedCell({ ...cell, network: 'mlp' })).toBeUndefined();
    expect(publishedCell({ ...cell, data: 'synthetic' })).toBeUndefined();
    expect(publishedCell({ ...cell, weights: 'plain' })).toBeUndefined();
    expect(publishedCell({ ...cell, groups: 4 })).toBeUndefined();
    expect(publishedCell({ ...cell, batch: 32 })).toBeUndefined();
    // Batch norm has no groups.
    expect(publishedCell({ ...cell, norm: 'batch', weights: 'plain', groups: 4 })?.accuracy).toBe(0.1878);
  });
});
