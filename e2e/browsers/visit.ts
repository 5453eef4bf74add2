/** The page in a tab of any browser, by the names and roles of its controls. */
import { expect } from 'playwright/test';
import { decodeFragment } from '../../src/share/link.ts';
import { decodeResults } from '../../src/share/results.ts';
import type { Tab } from './tab.ts';

export class Visit {
  readonly tab: Tab;
  readonly #address: string;

  constructor(tab: Tab, address: string) {
    this.tab = tab;
    this.#address = address;
  }

  /** @param settings as in a link, without 'v=1' */
  async open(settings: string): Promise<void> {
    // A new fragment alone would not load the page again.
    await this.tab.goto('about:blank');
    await this.tab.goto(`${this.#address}#v=1&${settings}`);
    await this.sees('Ready to train');
  }

  /** Presses the button of that name, which has to be there. */
  async press(name: string): Promise<void> {
    await expect
      .poll(
        () =>
          this.tab.run((wanted) => {
            const found = [...document.querySelectorAll<HTMLElement>('button, [role=tab], summary')].find(
              (each) =>
                (each.ariaLabel ?? each.textContent).trim() === wanted &&
                each.getClientRects().length > 0 &&
                !each.matches(':disabled'),
            );
            found?.click();
            return found !== undefined;
          }, name),
        { message: `button ${name}`, timeout: 30_000 },
      )
      .toBe(true);
  }

  /** Ticks the box whose label is so. */
  async check(label: RegExp): Promise<void> {
    await expect
      .poll(() =>
        this.tab.run((wanted) => {
          const box = [...document.querySelectorAll('label')]
            .find(({ textContent }) => new RegExp(wanted).test(textContent.trim()))
            ?.querySelector('input');
          if (box && !box.checked) box.click();
          return box?.checked ?? false;
        }, label.source),
      )
      .toBe(true);
  }

  text(): Promise<string> {
    return this.tab.run(() => document.body.innerText);
  }

  async sees(words: string | RegExp, timeout = 180_000): Promise<void> {
    await expect.poll(() => this.text(), { timeout, intervals: [100] }).toMatch(words);
  }

  /** Loads the page again the moment it says so: watched in the page, because asking it takes longer than an epoch. */
  reloadsAt(words: RegExp): Promise<void> {
    return this.tab.run((wanted) => {
      const watch = new MutationObserver(() => {
        if (!new RegExp(wanted).test(document.body.textContent)) return;
        watch.disconnect();
        location.reload();
      });
      watch.observe(document.body, { subtree: true, childList: true, characterData: true });
    }, words.source);
  }

  /** A field's value, by its accessible name. */
  valueOf(name: string): Promise<string> {
    return this.tab.run(
      (wanted) => document.querySelector<HTMLInputElement>(`[aria-label="${wanted}"]`)?.value ?? '',
      name,
    );
  }

  /** What the page trains on, once it does: 'CPU (WASM relaxed SIMD) · 2 threads'. */
  async engine(): Promise<string> {
    const badge = () =>
      this.tab.run(() => [...document.querySelectorAll('.badge')].map((each) => each.textContent).join('\n'));
    await expect.poll(badge, { timeout: 30_000 }).toContain('CPU (WASM');
    return (await badge()).split('\n').find((words) => words.startsWith('CPU')) ?? '';
  }

  /** Images a second of the run at the top of the table. */
  speed(): Promise<string> {
    return this.tab.run(() => document.querySelector('[data-label="Images/s"]')?.textContent ?? '');
  }

  /** The link that carries the curves of all runs, from the Share dialog, which it closes. */
  async link(): Promise<string> {
    await this.press('Share');
    await this.check(/^With the curves? of/);
    await expect.poll(() => this.valueOf('Link')).toContain('&results=');
    const link = await this.valueOf('Link');
    await this.press('Close');
    return link;
  }

  /** Of the runs that have finished. */
  async hashes(): Promise<string[]> {
    const decoded = decodeResults(decodeFragment((await this.link()).split('#')[1] ?? '')?.results ?? '');
    if (!decoded.runs) throw new Error(decoded.problem);
    return decoded.runs.flatMap(({ weightsSha256 }) => weightsSha256 ?? []);
  }
}
