/** What every browser has to hold: trains on the CPU engine, loses nothing, shares; and beyond that, every view. */
import { expect, type Page } from 'playwright/test';
import { DATA, Playground } from '../playground.ts';
import type { Visit } from './visit.ts';

const SETTINGS = `network=mlp${DATA}&engine=wasm&images=1000&batch=10&norm=group`;

/** Trains to the end, and again with a reload in its middle: both come to the same weights. */
export async function trainsAndResumes(visit: Visit): Promise<void> {
  await visit.open(`${SETTINGS}&epochs=8`);
  await visit.press('Train');
  await visit.sees('Finished');
  const [whole] = await visit.hashes();
  expect(whole).toMatch(/^[0-9a-f]{64}$/);

  await visit.press('Clear all');
  await visit.open(`${SETTINGS}&epochs=8`);
  await visit.reloadsAt(/epoch [2-6] of 8/);
  await visit.press('Train');
  // A page that is just being loaded cannot be asked.
  await expect(() => visit.sees('Training was interrupted: GN(32)+WS', 1000)).toPass();
  await visit.press('Resume');
  await visit.sees('Finished');
  expect(await visit.hashes()).toEqual([whole]);
}

/** A link with a curve, opened, shows it. */
export async function shares(visit: Visit): Promise<void> {
  const link = await visit.link();
  await visit.tab.goto('about:blank');
  await visit.tab.goto(link);
  await visit.sees('from a link');
}

/**
 * A link made in Chromium, trained again here: to the bit, unless the browser has no relaxed SIMD, whose multiply-add
 * rounds once where the strict build rounds twice.
 */
export async function agrees(visit: Visit, page: Page): Promise<void> {
  const chromium = new Playground(page);
  await chromium.open(`${SETTINGS}&epochs=1`);
  await chromium.button('Train').click();
  await expect(chromium.status).toContainText('Finished', { timeout: 60_000 });
  await chromium.button('Share').click();
  await page.getByRole('checkbox', { name: /With the curves? of/ }).check();
  const link = await page.getByRole('textbox', { name: 'Link', exact: true }).inputValue();
  // Whose runs are compared, too.
  await visit.press('Clear all');
  await visit.tab.goto('about:blank');
  await visit.tab.goto(link);
  await visit.press('Run it here');
  await visit.sees('2 runs finished');
  const relaxed = (await visit.engine()).includes('relaxed');
  await visit.sees(
    relaxed ? /run here: identical\./ : /run here: (identical|within rounding|differs [^.]*)\./,
  );
}

/** No view that crashes, no part that stays away, at any width. */
export async function opensEverything(visit: Visit): Promise<void> {
  await visit.open(`${SETTINGS}&network=small-cnn&epochs=1&run=norm:batch`);
  await visit.press('Clear all');
  await visit.press('Train');
  await visit.sees('2 runs finished', 120_000);
  const views = {
    'Norm × batch size': /Batch 2/i,
    'Inside the network': /Layer/i,
    Predictions: /recognized/,
    Learn: /mean/i,
    Runs: /Images\/s/,
  };
  for (const [view, words] of Object.entries(views)) {
    await visit.press(view);
    await visit.sees(words);
    expect(await visit.text(), view).not.toMatch(/did not load|Something went wrong/i);
  }
  for (const dialog of ['Share', 'Export']) {
    await visit.press(dialog);
    await visit.press('Close');
  }
}
