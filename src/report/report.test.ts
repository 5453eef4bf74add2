import { describe, expect, it } from 'vitest';
import { madeUpRun } from './madeUpRuns.ts';
import { type ReportInput, renderReport } from './report.ts';

const runs = [1, 2].flatMap((seed) => [
  madeUpRun({ seed, batch: 2 }, 0.8 + seed / 100),
  madeUpRun({ seed, batch: 64, norm: 'batch', weights: 'plain' }, 0.7),
]);

const input: ReportInput = {
  title: 'BN <against> GN',
  intro: ['The same images & weights.'],
  table: {
    columns: ['batch 2'],
    rows: [{ name: 'BN', cells: [{ value: '65.1 ± 6.0 %', n: 5, published: '18.78' }] }],
  },
  verdicts: ['GN beats BN by 21.3 points.'],
  runs,
  environment: [['Processor', 'one with "quotes"']],
  date: new Date(Date.UTC(2026, 10, 24, 9, 5)),
};

describe('renderReport', () => {
  it('tells what was compared, measured and published, with curves for each batch size', async () => {
    const html = await renderReport(input);
    for (const text of [
      '24 November 2026',
      'GN beats BN by 21.3 points.',
      '65.1 ± 6.0 %',
      '5 seeds',
      'published 18.78 %',
      'Accuracy, batch 2',
      'Loss, batch 64',
      'npm run train -- --norm batch --weights plain --batch 64 --seed 2',
      'Welch',
    ]) {
      expect(html).toContain(text);
    }
    expect(html.match(/<figure>/g)).toHaveLength(4);
  });

  it('needs nothing from elsewhere and escapes all that it is given', async () => {
    const [first] = runs;
    if (!first) throw new Error('no run');
    const hostile = {
      ...first,
      name: '<img src=x onerror=alert(1)>',
      notes: '</section><script>alert(1)</script>',
    };
    const html = await renderReport({ ...input, runs: [hostile] });
    expect(html).not.toMatch(/<(img|script|link|iframe)\b/i);
    expect(html).not.toMatch(/(src|href)="http/);
    expect(html).toContain('BN &lt;against&gt; GN');
    expect(html).toContain('one with &quot;quotes&quot;');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  it('is a report even of nothing', async () => {
    const html = await renderReport({ ...input, runs: [], verdicts: [] });
    expect(html).toContain('There are no runs.');
    expect(html).not.toContain('<figure>');
  });
});
