import { describe, expect, it } from 'vitest';
import { bySetting } from '../curves/bySetting.ts';
import { coloursOf } from '../curves/colours.ts';
import { groupRuns } from '../results/groups.ts';
import { NORMS, WEIGHTS } from '../spec/experiment.ts';
import { madeUpRun } from '../testing/madeUpRuns.ts';
import { settingPlotMarkup } from './reportSettings.ts';
import { renderSettingFigure } from './settingFigure.ts';

/** Enough that BN's statistics settle at the largest batch. */
const images = 20_000;
const BN = { norm: 'batch', weights: 'plain', images } as const;
const RUNS = [2, 8, 64].flatMap((batch) =>
  [1, 2, 3].flatMap((seed) => [
    madeUpRun({ ...BN, batch, seed }, 0.5 + 0.001 * batch + 0.01 * seed),
    madeUpRun({ images, batch, seed }, 0.8 + 0.01 * seed),
  ]),
);
const LOOK = { width: 720, height: 440, scheme: 'light' } as const;

async function drawn(runs: Parameters<typeof groupRuns>[0]): Promise<string> {
  const sizes = bySetting(groupRuns(runs), 'batch');
  if (!sizes) throw new Error('no picture');
  return renderSettingFigure(sizes, LOOK);
}
const count = (svg: string, part: RegExp): number => svg.match(new RegExp(part, 'g'))?.length ?? 0;
const sizeOf = (svg: string): number[] =>
  (svg.match(/width="(\d+)" height="(\d+)"/) ?? []).slice(1).map(Number);
/** Width and height of the plot's own frame. */
const plotOf = (svg: string): string | undefined =>
  svg.match(/class="background"[^>]* d="M0,0h(\d+)v(\d+)/)?.[0];

describe('renderSettingFigure', () => {
  it('ticks the batch sizes that were run, and names the methods', async () => {
    const svg = await drawn(RUNS);
    for (const text of ['>2<', '>8<', '>64<', '>BN<', '>GN(32)+WS<']) expect(svg).toContain(text);
    expect(svg).not.toContain('>4<');
    expect(svg).toContain('BN: 52.2 % at batch 2, 52.8 % at batch 8, 58.4 % at batch 64.');
  });

  it('draws bars only over several seeds, and hollow marks where a figure was published', async () => {
    const marks = (svg: string) =>
      count(svg, /<path aria-label="[^"]*" [^>]*stroke-width="1\.8"|stroke-width="1\.8"/);
    expect(marks(await drawn(RUNS))).toBe(4);
    const rules = (svg: string) => count(svg, /<line[^>]*stroke="#0072b2"/);
    const one = await drawn(RUNS.filter(({ experiment }) => experiment.seed === 1));
    expect(one).toContain('One seed each: no interval can be given.');
    expect([rules(await drawn(RUNS)), rules(one)]).toEqual([3, 0]);
  });

  it('keeps the size of its plot with twelve lines: the picture grows', async () => {
    const small = RUNS.map((run) => ({ ...run, experiment: { ...run.experiment, network: 'mlp' as const } }));
    const methods = NORMS.flatMap((norm) => WEIGHTS.map((weights) => ({ norm, weights }))).slice(0, 12);
    const many = methods.flatMap((method, i) =>
      [2, 8].map((batch) => madeUpRun({ ...method, batch }, 0.5 + 0.02 * i)),
    );
    const [two, twelve] = [await drawn(small), await drawn(many)];
    expect(sizeOf(two)[0]).toBe(720);
    expect(sizeOf(twelve)[0]).toBe(720);
    expect(sizeOf(twelve)[1]).toBeGreaterThan(sizeOf(two)[1] ?? Infinity);
    expect(plotOf(two)).toBeDefined();
    expect(plotOf(twelve)).toBe(plotOf(two));
  });
});

describe('settingPlotMarkup', () => {
  it('gives the picture and its numbers, and nothing for one batch size', async () => {
    const markup = await settingPlotMarkup(RUNS, coloursOf(RUNS));
    expect(markup).toContain('<svg');
    expect(markup).toContain(
      '<th scope="row">BN</th><td>2</td><td>52.2 %</td><td>49.7 to 54.7 %</td><td>3</td><td>18.78 %</td>',
    );
    const one = RUNS.filter(({ experiment }) => experiment.batch === 2);
    expect(await settingPlotMarkup(one, coloursOf(one))).toBe('');
  });
});
