import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../spec/fields.ts';
import { newRun } from '../../../store/run.ts';
import { createPlayground } from '../../../store/store.ts';
import { fakeClient } from '../../../testing/fakeClient.ts';
import { PlaygroundContext } from '../../playground.ts';
import { VerdictWords } from './VerdictBanner.tsx';

/** What is said of two methods at each of so many batch sizes. */
function words(sizes: number): string {
  const runs = Array.from({ length: sizes }, (_, i) => 2 ** (i + 1)).flatMap((batch) =>
    (['group', 'layer'] as const).map((norm, i) => ({
      ...newRun(`${norm}-${batch}`, { ...DEFAULT_EXPERIMENT, norm, batch }, i, norm),
      status: { kind: 'finished' as const, test: { loss: 1, acc: 0.8 - 0.1 * i } },
    })),
  );
  return renderToStaticMarkup(
    <PlaygroundContext value={createPlayground(fakeClient(), { initial: { runs } })}>
      <VerdictWords judged />
    </PlaygroundContext>,
  );
}

it('counts the sentences that it has no room for', () => {
  expect(words(5)).not.toContain('<summary>');
  expect(words(6)).toContain('<summary>1 more sentence</summary>');
  expect(words(7)).toContain('<summary>2 more sentences</summary>');
});
