/**
 * One tab of a browser that Playwright does not drive: Debian's Firefox lacks a command that Playwright 1.65 sends for
 * every context, and its WebKit is no release of WebKitGTK. What scenarios need of it, whichever client stands behind.
 */

/** What may be sent to a page and back. */
type Plain = string | number | boolean | null | undefined | Plain[] | { [key: string]: Plain };

export interface Tab {
  /** 'Firefox 153.8.0' */
  readonly browser: string;
  goto(address: string): Promise<void>;
  /** Calls a function in the page, which knows nothing of what is around it here. */
  run<A extends Plain[], T>(work: (...args: A) => T | Promise<T>, ...args: A): Promise<T>;
  /** A PNG file of what is in view. */
  screenshot(path: string): Promise<void>;
  /** What the console complained of so far; always empty where the client cannot hear it. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}
