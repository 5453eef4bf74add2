import { expect, it } from 'vitest';
import { textTable } from './textTable.ts';

it('puts names to the left and numbers to the right', () => {
  expect(
    textTable([
      ['', 'batch 2', 'batch 64'],
      ['BN', '65.1 %', '–'],
      ['GN(32)+WS', '86.4 ± 0.5 %', '90.0 %'],
    ]),
  ).toEqual([
    '                 batch 2   batch 64',
    'BN                65.1 %          –',
    'GN(32)+WS   86.4 ± 0.5 %     90.0 %',
  ]);
});
