/** What a report and a figure carry away from the page: its colours, its cautions, and a form that fits where it is read. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright/test';
import { DATA, expect, Playground, test } from './playground.ts';

/** Colours and dashes by method, as they are found in one place: 'rgb(0, 114, 178) 1 0'. */
type Looks = Record<string, string[]>;

const methodIn = (words: string): string => /GN\(\d+\)(?:\+WS)?|BN/.exec(words)?.[0] ?? words;

function gathered(found: readonly (readonly [words: string, look: string])[]): Looks {
  const looks: Looks = {};
  for (const [words, look] of found) {
    const method = methodIn(words);
    looks[method] = [...new Set([...(looks[method] ?? []), look])];
  }
  return looks;
}

/** Of the samples of training lines in these elements. */
const looksIn = async (elements: Locator): Promise<Looks> =>
  gathered(
    await elements.evaluateAll((all) =>
      all.map((element): [string, string] => {
        const line = element.querySelector('svg.sample path');
        const look = line && `${getComputedStyle(line).stroke} ${line.getAttribute('stroke-dasharray')}`;
        return [element.textContent, look ?? 'no sample'];
      }),
    ),
  );

/** Of the training lines that a chart draws on its canvas, in the order of its legend; none before it draws. */
const looksInChart = async (page: Page, name: string): Promise<Looks> =>
  gathered(
    await page.getByRole('region', { name }).evaluate((region) => {
      const names = [...region.querySelectorAll('.legend-name')].map((one) => one.textContent);
      const look = [...region.querySelectorAll('*')].map((element) =>
        Reflect.get(element, Symbol.for('norm-playground.chart-look')),
      );
      const series = look.find((one) => one !== undefined)?.series;
      if (!series) return [];
      const probe = region.appendChild(document.createElement('i'));
      return names.map((words, i): [string, string] => {
        const { colour, dash } = series.find(({ key }: { key: string }) => key === `t${i}`);
        probe.style.color = colour;
        return [words, `${getComputedStyle(probe).color} ${dash.join(' ')}`];
      });
    }),
  );

/** Of the legends of all pictures in this file; each look is drawn as a line in its picture, too. */
async function looksInPictures(page: Page, markup: string): Promise<Looks> {
  await page.setContent(markup);
  const found = await page.locator('svg:has(.legend)').evaluateAll((pictures) =>
    pictures.flatMap((picture) => {
      const lookOf = (path: Element): string =>
        `${getComputedStyle(path).stroke} ${path.getAttribute('stroke-dasharray')?.replaceAll(',', ' ')}`;
      const drawn = [...picture.querySelectorAll('path[role="graphics-symbol"]')].map(lookOf);
      return [...picture.querySelectorAll('.legend > g')].map((sample): [string, string] => {
        const line = sample.querySelector('path');
        const look = line ? lookOf(line) : 'no sample';
        return [
          sample.nextElementSibling?.textContent ?? '',
          drawn.includes(look) ? look : `not drawn: ${look}`,
        ];
      });
    }),
  );
  return gathered(found);
}

/** What the dialog of this page exports under this name. */
async function exported(page: Page, label: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog', { name: 'Export' }).getByRole('button', { name: label, exact: true }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

test('a method has one colour and dash on the whole page, in its report and its figures, for a link’s results', async ({
  playground,
  browser,
}) => {
  const shared = `network=dense128&images=200&epochs=1&batch=10${DATA}&engine=wasm&repeats=2`;
  await playground.open(`${shared}&groups=16&run=groups:8&run=norm:batch,weights:plain`);
  await playground.button('Train').click();
  await expect(playground.status).toContainText('6 runs finished', { timeout: 100_000 });
  const link = await playground.copyLinkWithCurves(6);

  const other = new Playground(await (await browser.newContext()).newPage());
  await other.page.goto(link);
  await expect(other.run('BN · seed 2')).toContainText('from a link');
  // The one whose colour the next would have had.
  await other.page.getByRole('button', { name: 'More for GN(16)+WS', exact: true }).click();
  await other.page.getByRole('menuitem', { name: 'Delete all 2' }).click();
  await expect(other.runs.getByRole('progressbar')).toHaveCount(6);

  const chips = await looksIn(other.page.locator('.comparison .pick'));
  expect(Object.keys(chips)).toEqual(['GN(16)+WS', 'GN(8)+WS', 'BN']);
  expect(new Set(Object.values(chips).flat()).size).toBe(3);
  const { 'GN(16)+WS': _, ...looks } = chips;
  expect(await looksIn(other.runs.locator('.run-name'))).toEqual(looks);
  for (const chart of ['Accuracy chart', 'Loss chart']) {
    const entries = other.page.getByRole('region', { name: chart }).locator('.legend > li');
    expect(await looksIn(entries), chart).toEqual(looks);
    await expect.poll(() => looksInChart(other.page, chart), { message: chart }).toEqual(looks);
  }
  await other.button('Export').click();
  const report = await exported(other.page, 'Report (HTML)');
  const figure = await exported(other.page, 'Accuracy (SVG)');
  const blank = await other.page.context().newPage();
  expect(await looksInPictures(blank, report)).toEqual(looks);
  expect(await looksInPictures(blank, figure)).toEqual(looks);
  await other.page.context().close();
});

test('a report says every caution that the page does, once, and fits a phone and a sheet of paper', async ({
  playground,
  page,
}) => {
  playground.expected.push(/404/);
  // Whether or not the images are there, they do not come.
  await page.route(/data\/train-\d/, (route) => route.fulfill({ status: 404 }));
  await playground.open(
    'network=conv8/2_pool_conv16_dense64&images=200&epochs=1&batch=64&engine=wasm&groups=32&run=norm:batch,weights:plain',
  );
  await playground.button('Train').click();
  await expect(playground.status).toContainText('2 runs finished', { timeout: 100_000 });
  const cautions = await page.locator('.verdict .caution').allInnerTexts();
  expect(cautions).toEqual([
    expect.stringMatching(
      /^Trained on synthetic images instead of Fashion-MNIST\. \S*train-\d+\.bin could not be loaded/,
    ),
    expect.stringMatching(
      /^Few updates: .*: BN at batch 64 \(96 %\)\. .*recalibrated on 200 training images/,
    ),
    expect.stringMatching(
      /^GN\(32\)\+WS: Groups of one channel are instance norm \(conv 8, conv 16\)\. Groups of 2/,
    ),
  ]);
  const verdict = await page.locator('.verdict .headline').allInnerTexts();
  expect(verdict[0]).toMatch(/\(raw .*one seed each\.$/);

  await playground.button('Export').click();
  const report = await exported(page, 'Report (HTML)');
  const reader = await page.context().newPage();
  await reader.setContent(report);
  const section = (title: string) =>
    reader.locator('section', { has: reader.getByRole('heading', { name: title, exact: true }) });
  expect(await section('Cautions').getByRole('listitem').allInnerTexts()).toEqual(cautions);
  expect(await section('Verdict').getByRole('listitem').allInnerTexts()).toEqual(
    expect.arrayContaining(verdict),
  );
  expect(report.match(/Few updates/g)).toHaveLength(1);

  const overflowing = () =>
    reader
      .locator('html, .wide, .panels')
      .evaluateAll((boxes) =>
        boxes.filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.className),
      );
  for (const width of [360, 800, 1440]) {
    await reader.setViewportSize({ width, height: 800 });
    expect(await overflowing(), `${width} px`).toEqual([]);
  }
  // A4 less its margins.
  await reader.emulateMedia({ media: 'print' });
  await reader.setViewportSize({ width: 688, height: 1017 });
  expect(await overflowing(), 'on paper').toEqual([]);
  await reader.close();
});
