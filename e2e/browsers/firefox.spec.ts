/** The page in a real Firefox: opens, trains on the CPU engine, loses nothing at a reload, shares. */
import { expect, test } from 'playwright/test';
import { findFirefox } from '../../scripts/browser.mjs';
import { openFirefox } from './firefox.ts';
import { shares, trainsAndResumes } from './scenarios.ts';
import { Visit } from './visit.ts';

test('Firefox opens the page, trains, resumes and shares', async () => {
  test.setTimeout(240_000);
  const program = await findFirefox();
  test.skip(program === undefined, 'there is no Firefox: FIREFOX_PATH can name one');
  if (program === undefined) return;
  const tab = await openFirefox(program);
  try {
    const visit = new Visit(tab, `http://localhost:${process.env.E2E_PORT}/`);
    await visit.open('');
    expect(await tab.run(() => crossOriginIsolated)).toBe(true);
    await trainsAndResumes(visit);
    await shares(visit);
    expect(tab.complaints).toEqual([]);
  } finally {
    await tab.close();
  }
});
