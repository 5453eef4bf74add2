/** What `npm start` and `npm test` do first: dependencies, data, build; each only when it is missing or stale. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CACHE = join(ROOT, '.cache');
/** Says what dist/ was built from. */
const BUILD_STAMP = join(CACHE, 'built-from');
const NO_DATA_SOURCE = 3;

/** Thrown with a sentence for a person when a step of the set-up fails. */
export class SetupFailed extends Error {}

/**
 * Runs one of this project's tools, without npm and without a shell.
 * @param {string} script a path below node_modules, to a JavaScript file
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean }} [options] quiet: collect the output instead of showing it
 * @returns {Promise<{ code: number, output: string }>}
 */
export const runTool = (script, args, options) =>
  run(process.execPath, [join(ROOT, 'node_modules', script), ...args], options);

/** @param {readonly string[]} args a script and its arguments @param {Parameters<typeof run>[2]} [options] */
export const runTypeScript = (args, options) => run(process.execPath, ['--import', 'tsx', ...args], options);

/**
 * @param {string} command @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean, shell?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { env = {}, quiet = false, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      shell,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    let output = '';
    const collect = (/** @type {Buffer} */ text) => {
      output += text;
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    // Whoever ends us ends the tool too: Playwright then takes its server and browser along.
    const end = () => child.kill('SIGINT');
    process.once('SIGTERM', end);
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code) => {
      process.off('SIGTERM', end);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** @param {string} path */
const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

/** Whether node_modules holds what package-lock.json asks for, by the list that npm leaves there. */
function dependenciesAreThere() {
  const installed = readJson(join(ROOT, 'node_modules', '.package-lock.json'))?.packages;
  const wanted = readJson(join(ROOT, 'package-lock.json'))?.packages;
  if (!installed || !wanted) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

export async function installDependencies() {
  if (dependenciesAreThere()) return;
  console.log('Installing dependencies …');
  const { code } = await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    shell: process.platform === 'win32',
  });
  if (code !== 0)
    throw new SetupFailed('npm ci failed: see above. It needs the network, or a full npm cache.');
}

/** @returns {Promise<boolean>} whether Fashion-MNIST is there */
export async function prepareData() {
  const { code } = await runTypeScript(['scripts/data.ts']);
  if (code !== 0 && code !== NO_DATA_SOURCE)
    throw new SetupFailed('The data set could not be prepared: see above.');
  return code === 0;
}

/** Compiles the CPU engine's kernels (assembly/) where they are stale. */
export async function buildKernels() {
  const { code, output } = await run(process.execPath, [join(ROOT, 'assembly', 'build.mjs')], {
    quiet: true,
  });
  if (code !== 0) throw new SetupFailed(`The CPU engine's kernels could not be compiled:\n${output}`);
}

/** Everything that the build is made of. */
const SOURCES = [
  'src',
  'assembly',
  'public',
  'index.html',
  'vite.config.ts',
  'scripts/headers.mjs',
  'package-lock.json',
];

/** A hash over paths, sizes and times, which is what a changed source changes. */
function sourceState() {
  const hash = createHash('sha256');
  const visit = (/** @type {string} */ path) => {
    const found = statSync(join(ROOT, path), { throwIfNoEntry: false });
    if (!found) return;
    if (found.isDirectory()) for (const name of readdirSync(join(ROOT, path)).sort()) visit(join(path, name));
    else hash.update(`${path} ${found.size} ${found.mtimeMs}\n`);
  };
  SOURCES.forEach(visit);
  return hash.digest('hex');
}

/** Makes dist/ when sources changed since it was made. @param {{ quiet?: boolean }} [options] */
export async function build({ quiet = false } = {}) {
  const state = sourceState();
  const built = existsSync(join(ROOT, 'dist', 'index.html'));
  if (built && existsSync(BUILD_STAMP) && readFileSync(BUILD_STAMP, 'utf8') === state)
    return { code: 0, output: 'dist/ is up to date\n' };
  if (!quiet) console.log('Building the page …');
  const result = await runTool('vite/bin/vite.js', ['build', ...(quiet ? [] : ['--logLevel', 'warn'])], {
    quiet,
  });
  if (result.code === 0) {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(BUILD_STAMP, state);
  }
  return result;
}
