/** Links of earlier versions, made by them: they open as they did. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeFragment } from './link.ts';
import { decodeResults } from './results.ts';

interface OlderLink {
  readonly fragment: string;
  /** What the version that made it read from it. */
  readonly settings: { readonly matrix: { readonly methods: object[]; readonly batches: number[] } };
  readonly runs: readonly object[];
}

const older: OlderLink = JSON.parse(
  readFileSync(new URL('./fixtures/link-v2.json', import.meta.url), 'utf8'),
);

it('opens a link of settings 1 and results 2 with the same comparison and the same curves', () => {
  const { results = '', ...settings } = decodeFragment(older.fragment) ?? {};
  // Its table had methods for rows and batch sizes for columns, and said no more of them.
  const { methods, batches } = older.settings.matrix;
  expect(settings).toMatchObject({
    ...older.settings,
    matrix: {
      rows: { setting: 'method', values: methods },
      columns: { setting: 'batch', values: batches.map((batch) => ({ batch })) },
    },
  });
  const { runs } = decodeResults(results);
  expect(runs).toHaveLength(older.runs.length);
  expect(runs).toMatchObject(older.runs);
});
