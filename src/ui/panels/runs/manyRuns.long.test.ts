/** As many runs as a page takes from a folder: what is done with all of them grows with their number, not its square. */
import { expect, it } from 'vitest';
import { runsPlot } from '../../../store/settingPlot.ts';
import { createPlayground } from '../../../store/store.ts';
import { facetChoices, shownRuns } from '../../../store/table.ts';
import { fakeClient } from '../../../testing/fakeClient.ts';
import { madeUpRun } from '../../../testing/madeUpRuns.ts';
import { tableSections } from './order.ts';

/** Under a second on two idle cores. */
const MOST_MS = 6000;

it('takes in 2,000 runs, and groups, sorts, filters and plots them', () => {
  const results = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].flatMap((seed) =>
    [0.0001, 0.001, 0.01, 0.1].flatMap((lr) =>
      [1, 2, 4, 8, 16, 32, 64, 128, 256, 512].flatMap((batch) =>
        (['group', 'batch', 'layer', 'instance', 'rms'] as const).map((norm) =>
          madeUpRun({ norm, weights: 'plain', batch, lr, seed, images: 20_000 }, 0.5),
        ),
      ),
    ),
  );
  expect(results).toHaveLength(2000);
  const { store, actions } = createPlayground(fakeClient());
  const started = performance.now();
  actions.addResults(results, 'file');
  actions.setTable({ grouping: 'method', order: { by: 'Test acc.', direction: 'descending' } });
  expect(tableSections(store.getState())).toHaveLength(5);
  const { runs, table } = store.getState();
  expect(facetChoices(runs, table).map(({ facet }) => facet)).toEqual(['method', 'batch', 'lr', 'seed']);
  expect(runsPlot(runs, { setting: 'lr', measure: 'test' })).toMatchObject({ left: 38 });
  actions.setTable({ filters: { batch: ['2', '64'] }, text: 'bn' });
  expect(shownRuns(store.getState())).toHaveLength(80);
  expect(performance.now() - started).toBeLessThan(MOST_MS);
});
