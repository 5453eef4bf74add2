import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { createPlayground } from '../../../store/store.ts';
import { fakeClient } from '../../../testing/fakeClient.ts';
import { PlaygroundContext } from '../../playground.ts';
import Lessons from './Lessons.tsx';
import { PAPERS } from './PaperLink.tsx';

const html = renderToStaticMarkup(
  <PlaygroundContext value={createPlayground(fakeClient())}>
    <Lessons />
  </PlaygroundContext>,
);

/** Words of the paragraphs, without figures and tables and without what only screen readers hear. */
function prose(markup: string): string[] {
  const read = markup
    .replace(/<(figure|table)\b.*?<\/\1>/gs, '')
    .replace(/<span class="visually-hidden">.*?<\/span>/gs, '');
  const paragraphs = [...read.matchAll(/<p\b[^>]*>(.*?)<\/p>/gs)].map(([, inner = '']) => inner);
  return paragraphs.flatMap((text) => text.replace(/<[^>]+>/g, '').match(/\S*\p{L}\S*/gu) ?? []);
}

it('takes six minutes to read', () => {
  const words = prose(html).length;
  expect(words).toBeGreaterThan(750);
  expect(words).toBeLessThan(1200);
});

it('links every paper, and says that it opens elsewhere', () => {
  for (const { arxiv } of Object.values(PAPERS)) {
    const link = new RegExp(
      `<a href="https://arxiv.org/abs/${arxiv}" target="_blank" rel="noreferrer"[^>]*>.*?\\(opens in a new tab\\)`,
    );
    expect(html).toMatch(link);
  }
});
