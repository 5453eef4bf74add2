/** The Python of the peers: PYTHON's, else one of the bench's own in .cache/, made when it is first asked for. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../.cache/bench-python', import.meta.url));
const OWN = `${FOLDER}/bin/python`;
/** The first that can be had: PyTorch's own index has a build without CUDA, which is a tenth of the other one. */
const PACKAGES = [
  ['torch==2.13.0+cpu', '--extra-index-url', 'https://download.pytorch.org/whl/cpu'],
  ['torch==2.13.0'],
  ['jax==0.10.2'],
];
const PIP = [
  '-m',
  'pip',
  'install',
  '--quiet',
  '--disable-pip-version-check',
  '--retries',
  '1',
  '--timeout',
  '10',
];

/** @param {string} python @param {string} name */
export const hasModule = (python, name) =>
  spawnSync(python, ['-c', `import ${name}`], { stdio: 'ignore' }).status === 0;

/** @param {string} python @param {string} name */
export const versionOf = (python, name) =>
  spawnSync(python, ['-c', `import ${name}; print(${name}.__version__)`], { encoding: 'utf8' }).stdout.trim();

/** @returns {string} a Python, with PyTorch and JAX where they can be had */
export function peersPython() {
  if (process.env.PYTHON) return process.env.PYTHON;
  if (existsSync(OWN)) return OWN;
  console.log('Installing PyTorch and JAX for the bench, into .cache/bench-python …');
  if (spawnSync('python3', ['-m', 'venv', FOLDER], { stdio: 'ignore' }).status !== 0) return 'python3';
  for (const [name = '', ...options] of PACKAGES) {
    const module = name.split('=')[0] ?? '';
    if (!hasModule(OWN, module)) spawnSync(OWN, [...PIP, name, ...options], { stdio: 'ignore' });
  }
  return OWN;
}
