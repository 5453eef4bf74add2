/** Links of earlier versions, made by them: they open as they did. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeFragment } from './link.ts';
import { decodeResults } from './results.ts';

interface OlderLink {
  readonly fragment: string;
  /** What the version that made it read from it. */
  readonly settings: object;
  readonly runs: readonly object[];
}

const older: OlderLink = JSON.parse(
  readFileSync(new URL('./fixtures/link-v2.json', import.meta.url), 'utf8'),
);

it('opens a link of settings 1 and results 2 with the same comparison and the same curves', () => {
  const { results = '', ...settings } = decodeFragment(older.fragment) ?? {};
  expect(settings).toMatchObject(older.settings);
  const { runs } = decodeResults(results);
  expect(runs).toHaveLength(older.runs.length);
  expect(runs).toMatchObject(older.runs);
});
