import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wordsOf } from '../../../spec/networks/text.ts';
import { addBlock, changeBlock, KINDS, moveBlock, numbersOf, planOf, removeBlock } from './edits.ts';
import { change, historyOf, redo, undo } from './history.ts';

const words = (text: string): string[] => wordsOf(text).map((word) => word.text);

it('changes one word and no other, right or wrong', () => {
  const text = 'conv16  foo_pool';
  expect(addBlock(text, 1, planOf('residual'))).toBe('conv16 res16 foo pool');
  expect(removeBlock(text, 1)).toBe('conv16 pool');
  expect(changeBlock(text, 1, planOf('gap'))).toBe('conv16 gap pool');
  expect(moveBlock(text, 2, 0)).toBe('pool conv16 foo');
  expect(moveBlock(text, 0, 2)).toBe('foo pool conv16');
});

it('moves a block there and back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('conv8', 'pool', 'x'), { minLength: 1 }),
      fc.nat(),
      fc.nat(),
      (list, a, b) => {
        const [from, to] = [a % list.length, b % list.length];
        const moved = moveBlock(list.join(' '), from, to);
        expect(words(moved)[to]).toBe(list[from]);
        expect(words(moveBlock(moved, to, from))).toEqual(list);
      },
    ),
  );
});

it.each(KINDS)('makes a block of each kind whose numbers can be changed: $name', ({ kind }) => {
  for (const number of numbersOf(planOf(kind))) {
    const text = changeBlock('pool', 0, number.with(number.max));
    const [word] = wordsOf(text);
    const plan = word && 'plan' in word.read ? word.read.plan : undefined;
    expect(plan && numbersOf(plan).find(({ name }) => name === number.name)?.value).toBe(number.max);
  }
});

it('keeps filters where a convolution becomes a residual block', () => {
  const conv = { kind: 'conv', filters: 48, kernelSize: 5, stride: 2 } as const;
  expect(planOf('residual', conv)).toEqual({ ...conv, kind: 'residual' });
  expect(planOf('dense', conv)).toEqual({ kind: 'dense', units: 64 });
});

it('goes back step by step, and a typed word is one', () => {
  let history = historyOf('conv8');
  for (const text of ['conv8 ', 'conv8 g', 'conv8 ga', 'conv8 gap']) history = change(history, text, true);
  history = change(history, 'gap');
  expect(history.past).toEqual(['conv8', 'conv8 gap']);
  history = undo(history);
  expect(history.text).toBe('conv8 gap');
  expect(redo(history).text).toBe('gap');
  history = undo(undo(history));
  expect(history).toMatchObject({ text: 'conv8', future: ['conv8 gap', 'gap'] });
  expect(change(history, 'pool').future).toEqual([]);
});
