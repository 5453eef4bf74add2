/** Every view of the page in browsers that Playwright does not drive; `firefox.spec.ts` has what Firefox does each time. */
import { expect, test } from 'playwright/test';
import { findFirefox, findWebKit } from '../../scripts/browser.mjs';
import { openFirefox } from './firefox.ts';
import { agrees, opensEverything, shares, trainsAndResumes } from './scenarios.ts';
import type { Tab } from './tab.ts';
import { Visit } from './visit.ts';
import { openWebKit } from './webkit.ts';

const BROWSERS: Record<string, () => Promise<Tab | undefined>> = {
  Firefox: async () => {
    const program = await findFirefox();
    return program === undefined ? undefined : openFirefox(program);
  },
  WebKit: async () => {
    const programs = await findWebKit();
    return programs && openWebKit(programs);
  },
};

for (const [name, openTab] of Object.entries(BROWSERS)) {
  test(`${name} trains, resumes, shares, agrees with Chromium and shows every view`, async ({ page }) => {
    test.setTimeout(600_000);
    const tab = await openTab();
    test.skip(tab === undefined, `there is no ${name} here`);
    if (!tab) return;
    try {
      const visit = new Visit(tab, `http://localhost:${process.env.E2E_PORT}/`);
      await visit.open('');
      await trainsAndResumes(visit);
      await shares(visit);
      await agrees(visit, page);
      await opensEverything(visit);
      expect(tab.complaints).toEqual([]);
      console.log(`${tab.browser}: ${await visit.engine()}, ${await visit.speed()}`);
    } finally {
      await tab.close();
    }
  });
}
