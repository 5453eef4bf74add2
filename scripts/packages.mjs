/** Programs that tests need and that Debian has: found, else installed where that may be done without asking. */
import { run } from './setup.mjs';

/**
 * What is there, else what is there once Debian's packages are.
 * @template T
 * @param {string} name for a person
 * @param {() => Promise<T | undefined>} find
 * @param {string[]} packages
 */
export async function provide(name, find, packages) {
  const found = await find();
  if (found) return found;
  console.log(`Installing ${name} for the tests …`);
  await installPackages(packages);
  return find();
}

/** Where Debian's packages may be installed without asking. @param {string[]} names */
export async function installPackages(names) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { quiet: true, env });
  const apt = await run('apt-get', ['install', '-y', '--no-install-recommends', ...names], {
    quiet: true,
    env,
  });
  if (apt.code !== 0) console.error(apt.output.split('\n').slice(-5).join('\n'));
}

/** @param {string[]} names @returns {Promise<string | undefined>} */
export async function firstOnPath(names) {
  for (const name of names) {
    const { code, output } = await run('sh', ['-c', `command -v ${name}`], { quiet: true });
    if (code === 0) return output.trim();
  }
  return undefined;
}

/** For the tests of a queue. @returns {Promise<string | undefined>} the path of redis-server */
export const provideRedis = () =>
  provide('Redis', () => firstOnPath(['redis-server', 'valkey-server']), ['redis-server']);
