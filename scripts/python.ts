/** The Python that tests hold our exported files against, where there is one: nothing here needs it to be built or run. */
import { execFileSync, spawnSync } from 'node:child_process';

/** Debian's packages come with the system's Python, which need not be the first on the path. */
const PYTHONS = [process.env.PYTHON, '/usr/bin/python3', 'python3'].filter((path) => path !== undefined);

/** A Python that can import the modules; undefined, and a line that says so, where there is none. */
export function pythonWith(...modules: string[]): string | undefined {
  const code = modules.map((name) => `import ${name}`).join('\n');
  const found = PYTHONS.find((path) => spawnSync(path, ['-c', code]).status === 0);
  if (found === undefined) {
    console.log(
      `skipped: no Python${modules.length > 0 ? ` with ${modules.join(' and ')}` : ''} on this machine`,
    );
  }
  return found;
}

/** What a program prints. @throws with its error output when it fails */
export const runPython = (python: string, ...args: string[]): string =>
  execFileSync(python, args, { encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'pipe'] });
