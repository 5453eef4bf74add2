/** WebKitGTK's MiniBrowser by its own WebDriver, on a screen that nobody sees. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { Builder, Capabilities } from 'selenium-webdriver';
import { freePort } from '../../scripts/server.mjs';
import type { Tab } from './tab.ts';

export interface WebKit {
  readonly driver: string;
  readonly miniBrowser: string;
  readonly xvfb: string;
}

export async function openWebKit({ driver, miniBrowser, xvfb }: WebKit): Promise<Tab> {
  const screen = spawn(xvfb, ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [display] = (await once(screen.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
  const port = await freePort(4440);
  const server = spawn(driver, [`--port=${port}`], {
    // Its sandbox needs namespaces that a container may not have.
    env: {
      ...process.env,
      DISPLAY: `:${String(display).trim()}`,
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    },
    stdio: 'ignore',
  });
  const capabilities = new Capabilities({
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation', '--private'] },
  });
  await listening(port);
  const client = await new Builder()
    .usingServer(`http://localhost:${port}`)
    .withCapabilities(capabilities)
    .build();
  await client.manage().setTimeouts({ script: 120_000 });
  const version = (await client.getCapabilities()).get('browserVersion') ?? '';
  return {
    browser: `WebKitGTK ${version}`,
    complaints: [],
    goto: (address) => client.get(address),
    run: async (work, ...args) => {
      const [problem, value] = (await client.executeAsyncScript(
        `const done = arguments[arguments.length - 1];
        Promise.resolve().then(() => (${work})(...[...arguments].slice(0, -1)))
          .then((value) => done([null, value]), (error) => done([String(error), null]));`,
        ...args,
      )) as [string | null, never];
      if (problem !== null) throw new Error(problem);
      return value;
    },
    screenshot: async (path) => writeFile(path, Buffer.from(await client.takeScreenshot(), 'base64')),
    close: async () => {
      await client.quit().catch(() => undefined);
      await end(server);
      await end(screen);
    },
  };
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(`http://localhost:${port}/status`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('WebKitWebDriver does not listen');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
