/** The HTML that embeds a comparison in another page. */
import { methodName } from '../spec/describe.ts';
import type { Comparison } from '../spec/experiment.ts';

/** Lengths as HTML writes them: pixels, or per cent of what is around. */
export interface FrameSize {
  readonly width: string;
  readonly height: string;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', '<': '&lt;' };

const escaped = (text: string): string => text.replace(/[&"<]/g, (each) => ESCAPES[each] ?? each);

/** @param link with embed=1 */
export function embedSnippet(link: string, comparison: Comparison, { width, height }: FrameSize): string {
  const title = `Norm Playground: ${[...new Set(comparison.map(methodName))].join(' against ')}`;
  const attributes = [
    `src="${escaped(link)}"`,
    `title="${escaped(title)}"`,
    `width="${width}"`,
    `height="${height}"`,
    'style="border: 0"',
    'loading="lazy"',
    // Threads, where the page around it is isolated; elsewhere it trains on one.
    'allow="cross-origin-isolated"',
  ];
  return `<iframe ${attributes.join(' ')}></iframe>`;
}
