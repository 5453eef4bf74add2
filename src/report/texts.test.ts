/** Names and notes as people write them, through everything that leaves the page and comes back. */
import { describe, expect, it } from 'vitest';
import { readSources } from '../results/reading/sources.ts';
import type { RunResult } from '../results/runFile.ts';
import { decodeResults, encodeResults } from '../share/results.ts';
import { madeUpRun } from '../testing/madeUpRuns.ts';
import { runsCsv } from './csv.ts';
import { runsJson } from './json.ts';
import { withLegend } from './legend.ts';
import { escapeText } from './markup.ts';
import { renderReport } from './report.ts';

const NAMES = [
  '👨‍👩‍👧‍👦 · GN 🇦🇹🏳️‍🌈',
  'می‌خواهم · שלום',
  '\u202bשלום\u202c',
  'é'.repeat(300),
  '👗'.repeat(150),
  `"quoted", 'so' and \`so\``,
  '"""',
  '</script><!-- ]]> -->',
  '$& $1 $$ %s {0}',
  'a\\n\\b',
  '=1+1',
];
const NOTES = ['line 1\nline 2\r\n\n  =1+1', 'שלום 👨‍👩‍👧', '</textarea>"""'.repeat(50)];
const runs: RunResult[] = NAMES.map((name, i) =>
  madeUpRun({ seed: i + 1, epochs: 1 }, 0.8, { name, notes: NOTES[i % NOTES.length] ?? '' }),
);
const namesOf = (results: readonly RunResult[]): string[] => results.map(({ name }) => name);

describe('names and notes', () => {
  it('come back from a file as they were', async () => {
    const read: RunResult[] = [];
    const blob = new Blob([runsJson(runs)]);
    expect(await readSources([{ name: 'a', blob }], (result) => read.push(result))).toMatchObject({
      problems: [],
    });
    expect(namesOf(read)).toEqual(NAMES);
    expect(read.map(({ notes }) => notes)).toEqual(runs.map(({ notes }) => notes));
  });

  it('come back from a link as they were', () => {
    const { runs: read = [] } = decodeResults(encodeResults(runs).text);
    expect(namesOf(read)).toEqual(NAMES);
  });

  it('stand in a CSV whole, formulas as text', () => {
    const cells = runsCsv(runs)
      .split('\r\n')
      .slice(1, -1)
      .map((line) => /^"((?:[^"]|"")*)"|^[^,]*/.exec(line))
      .map((match) => match?.[1]?.replaceAll('""', '"') ?? match?.[0]);
    expect(cells).toEqual(NAMES.map((name) => (name.startsWith('=') ? `'${name}` : name)));
  });

  it('are no formulas in a CSV, whatever stands before the sign', () => {
    for (const name of ['=1', ' =1', '\u00a0+1', '\u200b@SUM(A1)', '＝1', '　－1', '\t1', '-1'])
      expect(runsCsv([madeUpRun({ epochs: 1 }, 0.8, { name })]).split('\r\n')[1]).toMatch(/^"?'/);
    expect(runsCsv([madeUpRun({ epochs: 1 }, 0.8, { name: 'BN =' })]).split('\r\n')[1]).toMatch(/^BN =,/);
  });

  it('stand in a picture whole, broken between characters', () => {
    const svg = '<svg width="200" height="100" viewBox="0 0 200 100"><rect width="200" height="100"/></svg>';
    for (const name of [...NAMES, 'a\u0000b\ud83d']) {
      const entry = { name, colour: '#000', dash: [], mark: undefined };
      const drawn = withLegend(svg, [entry], { width: 200, scheme: 'light' });
      const texts = [...drawn.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);
      expect(texts.join('').replaceAll(' ', '')).toBe(escapeText(name).replaceAll(' ', ''));
      for (const text of texts) {
        expect(text).not.toMatch(/^\p{M}|^\u200d|\u200d$|\p{Cs}/u);
        expect(text).not.toContain('\0');
      }
      expect(drawn.endsWith('</g></svg>')).toBe(true);
    }
  });

  it('stand in a report whole, and nothing of them is markup', async () => {
    const html = await renderReport({
      ...{ title: 'T', intro: [], verdicts: [], cautions: [], environment: [], explanation: [] },
      ...{ runs, colours: runs.map(() => 0), date: new Date(0) },
    });
    for (const { name, notes = '' } of runs) {
      expect(html).toContain(`<bdi>${escapeText(name)}</bdi>`);
      expect(html).toContain(`dir="auto">${escapeText(notes)}</span>`);
    }
    expect(html).not.toMatch(/<\/(?:script|textarea)>/);
  });
});
