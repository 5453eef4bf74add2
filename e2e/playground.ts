/** The playground as a test drives it: opens it, speaks to its controls by their accessible names, keeps its console. */
import { existsSync, readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import { type BrowserContext, test as base, expect, type Locator, type Page } from 'playwright/test';
import type { CurvePoint, EpochResult, Outcome } from '../src/training/events.ts';
import type { WorkerEvent } from '../src/worker/protocol.ts';

/** Whether the built page holds Fashion-MNIST; without it the tests train on synthetic images, and say so. */
export const hasRealImages = existsSync('dist/data/manifest.json');
if (!hasRealImages) console.log('no Fashion-MNIST in dist/data: these tests train on synthetic images');
export const DATA = hasRealImages ? '' : '&data=synthetic';

/** Settings that train in a second. */
export const QUICK = `network=dense128&images=200&epochs=1&batch=10&engine=wasm&norm=group${DATA}`;
/** Settings that train for minutes, to be steered. */
export const LONG = `network=mlp&images=5000&epochs=200&batch=10&engine=wasm&norm=group${DATA}`;
/** The same settings on a software GPU, which is slow. */
export const onWebgl = (settings: string): string => settings.replace('engine=wasm', 'engine=webgl');

const ADDRESS = `http://localhost:${process.env.E2E_PORT}/`;

declare global {
  interface Window {
    /** What the training worker said, checkpoints without their weights; kept by a script that tests add to the page. */
    heard: WorkerEvent[];
  }
}

/** Keeps a copy of every event that the training worker sends to the page. */
function recordWorkers(): void {
  window.heard = [];
  const Original = window.Worker;
  window.Worker = class extends Original {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name === 'import') return;
      this.addEventListener('message', ({ data }: MessageEvent<WorkerEvent>) => {
        if (data.kind !== 'checkpoint') window.heard.push(data);
        else window.heard.push({ ...data, checkpoint: { ...data.checkpoint, parameters: new Map() } });
      });
    }
  };
}

/** Console messages that the page cannot help: of a software GPU, and of a test that wants no service worker. */
const NOT_THE_PAGES = [
  /Service Worker registration blocked by Playwright/,
  /GPU stall due to ReadPixels/,
  /software WebGL/,
  /GL Driver Message/,
  /powerPreference/,
];

export class Playground {
  /** Warnings and errors of the console, and uncaught errors: each fails the test unless it is expected. */
  readonly complaints: string[] = [];
  /** Complaints that the test provokes on purpose. */
  readonly expected: RegExp[] = [...NOT_THE_PAGES];
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  /** Opens the page with this fragment: settings as in a link, without 'v=1'. */
  async open(settings = ''): Promise<void> {
    await this.page.addInitScript(recordWorkers);
    await this.page.goto(settings === '' ? '.' : `.#v=1&${settings}`);
    await expect(this.button('Train')).toBeVisible();
  }

  expectNoComplaints(): void {
    const { complaints, expected } = this;
    expect(complaints.filter((text) => !expected.some((each) => each.test(text)))).toEqual([]);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  get status(): Locator {
    return this.page.getByRole('status');
  }

  get runs(): Locator {
    return this.page.getByRole('table', { name: 'Runs' });
  }

  /** The table's row of a run, by its name. */
  run(name: string | RegExp): Locator {
    return this.runs
      .getByRole('row')
      .filter({ has: this.page.getByRole('progressbar') })
      .filter({ hasText: name });
  }

  /** What the worker said so far. */
  heard(): Promise<WorkerEvent[]> {
    return this.page.evaluate(() => window.heard);
  }

  async curve(): Promise<CurvePoint[]> {
    return (await this.heard()).flatMap((event) => (event.kind === 'progress' ? event.points : []));
  }

  async epochs(): Promise<EpochResult[]> {
    return (await this.heard()).flatMap((event) => (event.kind === 'epoch' ? [event.result] : []));
  }

  async outcomes(): Promise<Outcome[]> {
    return (await this.heard()).flatMap((event) => (event.kind === 'ended' ? [event.outcome] : []));
  }

  /** Updates done so far, of the run that has done the most. */
  async steps(): Promise<number> {
    const steps = (await this.heard()).flatMap((event) =>
      event.kind === 'progress' ? [event.progress.step] : [],
    );
    return Math.max(0, ...steps);
  }

  /** What axe finds wrong with this part of the page as it stands: the rule, and where. */
  async violations(within: string, rules?: readonly string[]): Promise<string[]> {
    if (!(await this.page.evaluate(() => 'axe' in window))) await this.page.evaluate(axeSource());
    const results = await this.page.evaluate<AxeResults>(
      `axe.run(${JSON.stringify(within)}, ${JSON.stringify({ resultTypes: ['violations'], ...(rules && { runOnly: rules }) })})`,
    );
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  }

  /** Fails on what axe finds in either theme; of the dark one, which changes colours alone, only those are looked at. */
  async expectAccessible(where = '', within = 'html'): Promise<void> {
    await this.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    expect(await this.violations(within), `light ${where}`).toEqual([]);
    await this.page.emulateMedia({ colorScheme: 'dark' });
    expect(await this.violations(within, ['color-contrast']), `dark ${where}`).toEqual([]);
  }

  /** Copies the link that carries the curves of so many runs, from the Share dialog, which it closes. */
  async copyLinkWithCurves(runs: number): Promise<string> {
    await this.button('Share').click();
    const dialog = this.page.getByRole('dialog', { name: 'Share this comparison' });
    await dialog.getByRole('checkbox', { name: new RegExp(`With the curves of ${runs} run`) }).check();
    await dialog.getByRole('button', { name: 'Copy link' }).click();
    await expect(dialog.getByText(`Link copied with the curves of ${runs} run`)).toBeVisible();
    await this.page.keyboard.press('Escape');
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  async trainedBeyond(step: number): Promise<void> {
    await expect.poll(() => this.steps(), { timeout: 120_000, intervals: [100] }).toBeGreaterThan(step);
  }
}

/** The study's claim, of a page that has trained GN+WS, then BN, at batch 2. */
export async function expectBatchNormBehind(playground: Playground): Promise<void> {
  const accuracies = new Map(
    (await playground.heard()).flatMap((event) =>
      event.kind === 'ended' && event.outcome.kind === 'finished'
        ? [[event.run, event.outcome.test.acc]]
        : [],
    ),
  );
  const [groupNorm = 0, batchNorm = 1] = ['run-1-', 'run-2-'].map(
    (run) => [...accuracies].find(([id]) => id.startsWith(run))?.[1],
  );
  expect(groupNorm).toBeGreaterThan(0.75);
  expect(batchNorm).toBeLessThan(groupNorm - 0.1);
}

/** Nothing is in the browser's storage any more; what it has compiled stays, which halves the time to open the page. */
export async function forget(page: Page): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const origin = new URL(ADDRESS).origin;
  await client.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await client.detach();
}

/** All tests of a worker use one context, each a page of its own with empty storage. */
export const test = base.extend<{ readonly playground: Playground }, { readonly profile: BrowserContext }>({
  profile: [
    async ({ browser }, use) => {
      const viewport = { width: 1280, height: 900 };
      const profile = await browser.newContext({ baseURL: ADDRESS, viewport, serviceWorkers: 'block' });
      await profile.grantPermissions(['clipboard-read', 'clipboard-write']);
      await use(profile);
      await profile.close();
    },
    { scope: 'worker' },
  ],
  context: ({ profile }, use) => use(profile),
  page: async ({ profile }, use) => {
    const page = await profile.newPage();
    await forget(page);
    await use(page);
    // What is still under way when a test ends is no fault of the page.
    if (!page.isClosed()) await page.unrouteAll({ behavior: 'ignoreErrors' });
    await Promise.all(profile.pages().map((each) => each.close()));
  },
  playground: async ({ page }, use) => {
    const playground = new Playground(page);
    await use(playground);
    playground.expectNoComplaints();
  },
});

/** One page for the tests of a file, prepared before the first; each finds it as the one before left it. */
export function sharedPage(prepare: (playground: Playground) => Promise<void>): () => Playground {
  let shared: Playground | undefined;
  test.beforeAll(async ({ profile }) => {
    const page = await profile.newPage();
    await forget(page);
    shared = new Playground(page);
    await prepare(shared);
  });
  test.afterAll(async () => {
    shared?.expectNoComplaints();
    await shared?.page.close();
  });
  return () => {
    if (!shared) throw new Error('the page of this file was not prepared');
    return shared;
  };
}

const axeSource = (): string => readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

export { expect };
