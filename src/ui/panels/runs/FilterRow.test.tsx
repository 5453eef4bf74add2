import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../spec/fields.ts';
import { newRun } from '../../../store/run.ts';
import { INITIAL_STATE } from '../../../store/state.ts';
import { createPlayground } from '../../../store/store.ts';
import { fakeClient } from '../../../testing/fakeClient.ts';
import { PlaygroundContext } from '../../playground.ts';
import { FilterRow } from './FilterRow.tsx';

it.each([
  [1, '1 of 1 run shown'],
  [2, '2 of 2 runs shown'],
])('counts what it lets through: %s', (count, words) => {
  const runs = Array.from({ length: count }, (_, i) => newRun(`${i}`, DEFAULT_EXPERIMENT, i, `A${i}`));
  const initial = { runs, table: { ...INITIAL_STATE.table, text: 'A' } };
  const html = renderToStaticMarkup(
    <PlaygroundContext value={createPlayground(fakeClient(), { initial })}>
      <FilterRow />
    </PlaygroundContext>,
  );
  expect(html).toContain(words);
});
