import { describe, expect, it } from 'vitest';
import { BATCH_2 } from '../spec/presets.ts';
import { embedSnippet } from './snippet.ts';

describe('embedSnippet', () => {
  it('is one iframe with the link, a title and the size, escaped', () => {
    const size = { width: '100%', height: '400' };
    const link = 'https://example.org/a"b/#v=1&embed=1';
    expect(embedSnippet(link, BATCH_2.comparison, size)).toBe(
      '<iframe src="https://example.org/a&quot;b/#v=1&amp;embed=1" title="Norm Playground: GN(32)+WS against BN" width="100%" height="400" style="border: 0" loading="lazy" allow="cross-origin-isolated"></iframe>',
    );
  });
});
