import { describe, expect, it } from 'vitest';
import { seriesColour, seriesDash } from '../curves/palette.ts';
import type { RunResult } from '../results/runFile.ts';
import { STATISTICS_EXPLAINED } from '../results/statisticsExplained.ts';
import { finishedRun, madeUpRun } from '../testing/madeUpRuns.ts';
import { cautionsOf } from './cautions.ts';
import { type ReportInput, renderReport } from './report.ts';
import { trainCommands } from './reportRuns.ts';

const SEEDS = [1, 2, 3];
const RUNS: readonly RunResult[] = [2, 64].flatMap((batch) =>
  SEEDS.flatMap((seed) => [
    madeUpRun({ batch, seed }, 0.86 + 0.002 * seed),
    madeUpRun({ batch, seed, norm: 'batch', weights: 'plain' }, 0.62 + 0.02 * seed),
  ]),
);

const INPUT: ReportInput = {
  title: 'BN & GN',
  intro: ['Two methods.'],
  table: {
    columns: ['Batch 2', 'Batch 64'],
    rows: [
      {
        name: 'BN',
        cells: [
          { value: '66.0 ± 2.0 %', n: 3, published: '18.78 %' },
          { value: '–', n: 1, raw: '21.9 %' },
        ],
      },
    ],
  },
  verdicts: ['GN(32)+WS beats BN by 20.4 points at batch 2.'],
  cautions: cautionsOf(RUNS),
  runs: RUNS,
  environment: [['Processor', 'AMD EPYC']],
  date: new Date('2026-11-24T12:00:00Z'),
  explanation: STATISTICS_EXPLAINED,
};

/** What a person reads, in order. */
const textOf = (html: string): string =>
  html
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('renderReport', () => {
  it('says what was compared, what came out and what to think of it', async () => {
    const text = textOf(await renderReport(INPUT));
    expect(text).toContain('BN &amp; GN 24 November 2026, by Norm Playground 0.1.0 Two methods.');
    expect(text).toContain('The 12 runs differ only in normalization, weights, batch size and seed.');
    expect(text).toContain('BN 66.0 ± 2.0 % 3 seeds published: 18.78 % – raw 21.9 % 1 seed');
    expect(text).toContain('GN(32)+WS beats BN by 20.4 points at batch 2.');
    expect(text).toContain('Learning rate 0.001');
    expect(text).not.toContain('NaN');
    const small = RUNS.map((run) => ({ ...run, experiment: { ...run.experiment, eps: 1e-12 } }));
    expect(textOf(await renderReport({ ...INPUT, runs: small }))).toContain('Epsilon 1e-12');
    expect(text).toContain('How the verdict is made A run depends on chance');
    expect(text).toContain('Environment Processor AMD EPYC');
  });

  it('has a panel for each batch size, with the mean of the seeds of each method', async () => {
    const html = await renderReport(INPUT);
    const panels = [...html.matchAll(/<svg role="img"[\s\S]*?<\/svg>/g)].map(([svg]) => svg);
    const [broad, narrow, ...titles] = panels.map((svg) => /<title>(.*?)<\/title>/.exec(svg)?.[1]);
    expect(broad).toContain('Test accuracy by batch size. GN(32)+WS: 86.4 % at batch 2, ');
    expect(narrow).toBe(broad);
    expect(titles).toEqual(['Accuracy, batch 2', 'Accuracy, batch 64', 'Loss, batch 2', 'Loss, batch 64']);
    for (const svg of panels.slice(2)) {
      for (const name of ['GN(32)+WS · 3 seeds', 'BN · 3 seeds']) expect(svg).toContain(`>${name}</text>`);
      expect(svg.match(/opacity="0.18"/g)?.length).toBe(4);
    }
  });

  it('draws each method in the colour and dash that it has on the page', async () => {
    // The page gave it away before: BN's own colour is taken there.
    const colours = RUNS.map(
      ({ experiment: { norm, batch } }) => (norm === 'batch' ? 5 : 0) + (batch > 2 ? 8 : 0),
    );
    const html = await renderReport({ ...INPUT, runs: RUNS, colours });
    const [, body = ''] = html.split('</style>');
    for (const index of [0, 5]) {
      const stroke = `stroke="${seriesColour(index, 'light')}"`;
      for (const dash of [index, index + 8].map((one) => seriesDash(one).join(' ')))
        expect(body).toContain(`${stroke} stroke-width="2.2" stroke-dasharray="${dash}"`);
    }
    expect(body).not.toContain(seriesColour(1, 'light'));
    const [first = ''] = /<svg[\s\S]*?<\/svg>/.exec(body) ?? [];
    expect(first).toContain('Test accuracy by batch size');
    expect(first).toContain(seriesColour(5, 'light'));
  });

  it('lists each run with its result and its hash', async () => {
    const failed = madeUpRun({ seed: 9 }, 0.5, {
      name: 'no luck',
      outcome: { kind: 'diverged', step: 1412, message: '' },
      weightsSha256: null,
      seconds: 4000,
    });
    const html = await renderReport({ ...INPUT, runs: [...RUNS, failed] });
    const text = textOf(html);
    expect(text).toContain(
      'BN · seed 2 BN 2 2 66.00 % 54 s CPU (WASM relaxed SIMD) · 2 threads 3fb13fb13fb13fb1…',
    );
    // Without a recalibrated score, few updates make an accuracy that does not count.
    expect(text).toContain('BN · seed 2 BN 64 2 – raw 66.00 % 54 s');
    // Once each: why it is raw, with the verdict, and what that does to the curves, below the first of them.
    expect(text.match(/Few updates: batch norm&#39;s moving statistics, which raw tests use/g)).toHaveLength(
      1,
    );
    expect(text.match(/Validation of BN at batch 64 /g)).toHaveLength(1);
    expect(text.match(/Lines are means over the seeds/g)).toHaveLength(1);
    expect(text).toContain('no luck GN(32)+WS 2 9 diverged at step 1,412 67 min');
    expect(html).toContain(`title="${'3fb1'.repeat(16)}"`);
  });

  it('says how to train them again, seeds in a row together', async () => {
    const fork = {
      parent: 'BN',
      experiment: RUNS[0]?.experiment ?? INPUT.runs[0]?.experiment,
      step: 10,
      images: 20,
    };
    const forked = { ...madeUpRun({ lr: 0.01 }, 0.9), fork } as RunResult;
    const text = textOf(
      await renderReport({ ...INPUT, runs: [...RUNS, madeUpRun({ seed: 7 }, 0.9), forked] }),
    );
    expect(text).toContain(
      'npm run train -- --seed 1 npm run train -- --seed 2 npm run train -- --seed 3 npm run train -- --seed 7',
    );
    expect(text).toContain('npm run train -- --norm batch --weights plain --batch 64 --seed 1 --repeats 3');
    expect(trainCommands([finishedRun(0.5, { data: 'shapes-12345678' })])[0]).toMatch(
      / --data PATH {2}# PATH: the files of the set shapes-12345678$/,
    );
    const many = Array.from({ length: 25 }, (_, i) => finishedRun(0.5, { seed: i + 1 }));
    expect(trainCommands(many).map((command) => command.match(/--seed.*$/)?.[0])).toEqual([
      '--seed 1 --repeats 20',
      '--seed 21 --repeats 5',
    ]);
    expect(text).toContain('Forks go on from a checkpoint');
    expect(text).toContain('from BN at update 10');
    expect(text).not.toContain('--lr 0.01');
  });

  it('loads nothing and runs nothing, whatever runs are called', async () => {
    const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u0000';
    const html = await renderReport({
      ...INPUT,
      title: hostile,
      intro: [hostile],
      verdicts: [hostile],
      cautions: [hostile],
      environment: [[hostile, hostile]],
      explanation: [hostile],
      table: {
        columns: [hostile],
        rows: [{ name: hostile, cells: [{ value: hostile, n: 1, published: hostile }] }],
      },
      runs: [
        madeUpRun({}, 0.5, {
          name: hostile,
          notes: hostile,
          engine: hostile,
          outcome: { kind: 'failed', message: hostile },
          weightsSha256: hostile,
        }),
      ],
    });
    expect(html).not.toMatch(/<script|<img|<link|<iframe|@import|url\(/);
    expect(html).not.toContain('\u0000');
    const withoutValues = html.replace(/"[^"]*"/g, '""');
    expect(withoutValues).not.toMatch(/<[^>]*\son\w+=/);
    for (const [, address] of html.matchAll(/https?:\/\/([^"'\s)]*)/g))
      expect(address).toMatch(/^www\.w3\.org\//);
  });

  it('is whole without runs, table or explanation', async () => {
    const html = await renderReport({
      ...INPUT,
      runs: [],
      table: undefined as never,
      verdicts: [],
      cautions: [],
      explanation: [],
    });
    expect(html).toContain('<h1>BN &amp; GN</h1>');
    expect(html).not.toMatch(/<h2>(Runs|Results|Verdict|Cautions|Accuracy)/);
  });

  it('turns its pictures dark on dark screens', async () => {
    const html = await renderReport(INPUT);
    const rules = html.slice(html.indexOf('prefers-color-scheme: dark'), html.indexOf('</style>'));
    const [, body = ''] = html.split('</style>');
    const used = new Set([...body.matchAll(/(?:fill|stroke)="(#[0-9a-f]{6})"/g)].map(([, colour]) => colour));
    expect(used.size).toBeGreaterThan(4);
    for (const colour of used) expect(rules).toMatch(new RegExp(`"${colour}"\\]\\{(fill|stroke):#`));
  });
});
