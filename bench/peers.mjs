/** Everyone that the bench asks: a browser's worker, a Node process, a Python process. Each answers one request at a time. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build } from 'vite';
import { findBrowser } from '../scripts/browser.mjs';
import { createStaticServer, listen } from '../scripts/server.mjs';
import { hasModule, peersPython, versionOf } from './python.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const BUILT = `${root}.cache/bench`;

/**
 * @typedef {import('./measure.ts').Request} Request
 * @typedef {import('./measure.ts').Answer} Answer
 * @typedef {{ name: string, ask(request: Request): Promise<Answer>, close(): Promise<void> }} Peer
 */

/**
 * @param {Peer} peer
 * @param {import('./measure.ts').Cell} cell
 * @param {number} threads
 * @param {number} milliseconds
 * @returns milliseconds a step; NaN where it cannot train this
 */
export async function timeSteps(peer, cell, threads, milliseconds) {
  const answer = await peer.ask({ kind: 'steps', cell, threads, milliseconds });
  if (answer.kind === 'failed') {
    ways.set(peer.name, answer.why);
    return Number.NaN;
  }
  if (answer.kind !== 'steps') throw new Error(`${peer.name} answered ${answer.kind}`);
  ways.set(peer.name, answer.way);
  return answer.msPerStep;
}

/** The way that each went last, where it has several, or why it went none. @type {Map<string, string | undefined>} */
export const ways = new Map();

/** @param {Peer} peer */
export async function timePeak(peer) {
  const answer = await peer.ask({ kind: 'peak' });
  if (answer.kind !== 'peak') throw new Error(`${peer.name} answered ${answer.kind}`);
  return answer.gflops;
}

/** @param {Peer} peer @param {import('./measure.ts').Cell} cell @param {number} threads @param {number} rounds */
export async function timeInstructions(peer, cell, threads, rounds) {
  const answer = await peer.ask({ kind: 'profile', cell, threads, rounds });
  if (answer.kind !== 'profile') throw new Error(`${peer.name} answered ${answer.kind}`);
  return answer.timings;
}

/** @param {Peer} peer @param {import('./measure.ts').Cell} cell @param {number} milliseconds */
export async function timeWebgl(peer, cell, milliseconds) {
  const answer = await peer.ask({ kind: 'webgl', cell, milliseconds });
  if (answer.kind !== 'steps') throw new Error(`${peer.name} answered ${answer.kind}`);
  return answer.msPerStep;
}

/** A built page, isolated as ours is. @returns {Promise<Peer>} */
export async function openChromium() {
  await build({
    root,
    logLevel: 'error',
    publicDir: false,
    build: { outDir: BUILT, emptyOutDir: true, rolldownOptions: { input: `${root}bench/page.html` } },
  });
  const server = createStaticServer({ root: BUILT });
  const port = await listen(server, 0);
  const executablePath = await findBrowser();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [
      ...['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
      // Where there is no GPU: WebGL by software, which is what such a machine's visitors get.
      '--enable-unsafe-swiftshader',
    ],
  });
  const page = await browser.newPage();
  page.on('console', (message) => console.error(message.text()));
  page.on('pageerror', (error) => console.error(error));
  await page.goto(`http://localhost:${port}/bench/page.html`);
  await page.waitForFunction('typeof ask === "function"');
  return {
    name: 'Chromium',
    ask: (request) => page.evaluate(`ask(${JSON.stringify(request)})`),
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

/**
 * A process that takes a request a line and answers with a line.
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 * @returns {Peer}
 */
function openProcess(name, command, args, cwd = root) {
  const child = spawn(command, args, { cwd, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    name,
    ask: async (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${name} ended`);
      return JSON.parse(value);
    },
    close: async () => {
      child.stdin.end();
      child.kill();
    },
  };
}

/** @param {string} folder of a checkout; this one unless given */
export const openNode = (folder = root) =>
  openProcess('Node', process.execPath, ['--import', 'tsx', 'bench/nodePeer.ts'], folder);

/** Undefined where Python has it not. @param {string} name @param {string} module */
function openPython(name, module) {
  const python = peersPython();
  if (!hasModule(python, module)) return undefined;
  console.log(`${name} ${versionOf(python, module)}`);
  return openProcess(name, python, [`bench/peer_${module}.py`]);
}

/** @returns {Peer | undefined} */
export const openTorch = () => openPython('PyTorch', 'torch');
/** @returns {Peer | undefined} */
export const openJax = () => openPython('JAX', 'jax');
