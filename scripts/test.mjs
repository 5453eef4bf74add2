/**
 * `npm test`: its own set-up, a browser included, then every check there is but those that are long by nature.
 * `npm run test:long`: those alone, in files named `*.long.test.ts` and `*.long.spec.ts`. Both end with
 * `N passed, N failed`: a lint, type, arrow or build step counts as one, a test as itself. Before it
 * stands what was left out, and why, and what failed.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { provideBrowser, provideFirefox, provideWebKit } from './browser.mjs';
import { provideRedis } from './packages.mjs';
import {
  build,
  buildKernels,
  installDependencies,
  prepareData,
  ROOT,
  runTool,
  runTypeScript,
  SetupFailed,
} from './setup.mjs';
import { softwareGpu } from './softwareGpu.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped?: number }} Count
 * @typedef {Count & { name: string, seconds: number }} Step
 */

const REPORTS = join(ROOT, '.cache', 'reports');
const LONG = process.argv[2] === 'long';
const GOLDEN_DIR = resolve(ROOT, process.env.GOLDEN_DIR || 'golden/cases');

/** @type {Step[]} */
const steps = [];
/** What did not run, and why. @type {string[]} */
const leftOut = [];
/** Tests that failed, by their names. @type {string[]} */
const failures = [];

/** @param {string} name @param {() => Promise<Count>} work */
async function step(name, work) {
  const start = performance.now();
  const count = await work();
  const seconds = (performance.now() - start) / 1000;
  steps.push({ name, seconds, ...count });
  const verdict = count.failed > 0 ? 'FAILED' : 'passed';
  console.log(`── ${name}: ${verdict} in ${seconds.toFixed(1)} s`);
}

/** A step that counts as one; its output is shown when it fails. @param {{ code: number, output: string }[]} results */
function one(...results) {
  const failed = results.filter(({ code }) => code !== 0);
  for (const { output } of failed) console.log(output.trimEnd());
  return failed.length > 0 ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 };
}

/** A failure that no test stands for is one all the same. @param {number} code @param {Count} count @returns {Count} */
const withExitCode = (code, count) => (code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count);

/** @param {string} name @returns {any} */
function readReport(name) {
  const path = join(REPORTS, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

async function types() {
  const configs = ['tsconfig.core.json', 'tsconfig.page.json', 'tsconfig.node.json'];
  return one(
    ...(await Promise.all(
      configs.map((config) => runTool('typescript/bin/tsc', ['-p', config], { quiet: true })),
    )),
  );
}

const biome = async () =>
  one(await runTool('@biomejs/biome/bin/biome', ['ci', '--colors=off', '.'], { quiet: true }));
const arrows = async () => one(await runTypeScript(['scripts/arrows.ts'], { quiet: true }));

async function unitTests() {
  // Brings the GPU along that the WebGPU engine is tested on.
  await provideBrowser();
  const redis = await provideRedis();
  if (!redis) leftOut.push('Redis, which is not there and could not be installed');
  const report = [
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${join(REPORTS, 'vitest.json')}`,
  ];
  const { code } = await runTool('vitest/vitest.mjs', ['run', ...report], {
    env: { GOLDEN_DIR, LONG: LONG ? 'yes' : 'no', REDIS_SERVER: redis ?? '', ...(await softwareGpu()) },
  });
  const counts = readReport('vitest.json');
  const skipped = (counts?.testResults ?? []).flatMap((/** @type {any} */ file) =>
    file.assertionResults.filter(
      (/** @type {any} */ { status }) => status !== 'passed' && status !== 'failed',
    ),
  );
  failures.push(
    ...(counts?.testResults ?? []).flatMap((/** @type {any} */ { name, assertionResults }) =>
      assertionResults
        .filter((/** @type {any} */ { status }) => status === 'failed')
        .map((/** @type {any} */ { fullName }) => `${relative(ROOT, name)}: ${fullName}`),
    ),
  );
  if (skipped.length > 0)
    leftOut.push(
      `what this machine lacks the means for: ${skipped.map((/** @type {any} */ { fullName }) => fullName).join(', ')}`,
    );
  return withExitCode(code, {
    passed: counts?.numPassedTests ?? 0,
    failed: counts?.numFailedTests ?? 0,
    skipped: (counts?.numPendingTests ?? 0) + (counts?.numTodoTests ?? 0),
  });
}

/** @param {any[]} suites of Playwright's report @returns {string[]} */
const failedSpecs = (suites) =>
  suites.flatMap(({ specs = [], suites: inner = [] }) => [
    ...specs
      .filter((/** @type {any} */ { ok }) => !ok)
      .map((/** @type {any} */ { file, title }) => `e2e/${file}: ${title}`),
    ...failedSpecs(inner),
  ]);

/** @param {boolean} realData */
async function endToEnd(realData) {
  const browser = await provideBrowser();
  if (!browser) {
    console.log('e2e: there is no Chromium and none could be installed. CHROMIUM_PATH can name one.');
    return { passed: 0, failed: 1 };
  }
  if (!(await provideFirefox())) leftOut.push('Firefox, which is not there and could not be installed');
  if (LONG && !(await provideWebKit())) leftOut.push('WebKit, which is not there and could not be installed');
  if (!realData) leftOut.push('what needs Fashion-MNIST (npm run data)');
  const { code } = await runTool('playwright/cli.js', ['test', '--reporter=list,json'], {
    env: {
      CHROMIUM_PATH: browser,
      GOLDEN_DIR,
      LONG: LONG ? 'yes' : 'no',
      PLAYWRIGHT_JSON_OUTPUT_NAME: join(REPORTS, 'playwright.json'),
    },
  });
  const report = readReport('playwright.json');
  failures.push(...failedSpecs(report?.suites ?? []));
  const stats = report?.stats;
  return withExitCode(code, {
    passed: stats?.expected ?? 0,
    failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0),
    skipped: stats?.skipped ?? 0,
  });
}

/** The files of tests that are long by nature. */
const longFiles = () =>
  ['src', 'scripts', 'e2e'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.long\.(test|spec)\.tsx?$/.test(name))
      .map((name) => `${folder}/${name}`),
  );

async function main() {
  await installDependencies();
  const realData = await prepareData();
  await buildKernels();
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  /** @type {Count} */
  let built = { passed: 0, failed: 0 };
  const buildPage = step('build', async () => {
    built = one(await build({ quiet: true }));
    return built;
  });
  if (LONG) await buildPage;
  else {
    await Promise.all([step('types', types), step('biome', biome), step('arrows', arrows), buildPage]);
    const files = longFiles().map((name) => name.replace(/\.long\..*/, ''));
    leftOut.push(`what is long by nature (npm run test:long): ${files.join(', ')}`);
  }
  await step('unit tests', unitTests);
  if (built.passed > 0) await step('e2e', () => endToEnd(realData));
  else leftOut.push('e2e, since the page could not be built');
}

function summarise() {
  console.log('');
  for (const { name, passed, failed, skipped = 0, seconds } of steps) {
    const left = skipped > 0 ? `, ${skipped} skipped` : '';
    console.log(
      `${name.padEnd(12)}${`${passed} passed, ${failed} failed${left}`.padEnd(36)}${seconds.toFixed(1).padStart(6)} s`,
    );
  }
  if (leftOut.length > 0) console.log(`Left out: ${leftOut.join('; ')}`);
  for (const failure of failures) console.log(`Failed: ${failure}`);
  const passed = steps.reduce((sum, s) => sum + s.passed, 0);
  const failed = steps.reduce((sum, s) => sum + s.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof SetupFailed ? error.message : error);
  steps.push({ name: 'set-up', passed: 0, failed: 1, seconds: 0 });
}
summarise();
