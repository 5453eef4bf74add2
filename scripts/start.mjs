/** `npm start`: everything that the page needs, then the page. Uses only Node's own modules. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createStaticServer, listen } from './server.mjs';
import { build, buildKernels, installDependencies, prepareData, ROOT, SetupFailed } from './setup.mjs';

const DEFAULT_PORT = 4173;

async function start() {
  await installDependencies();
  await prepareData();
  await buildKernels();
  if ((await build()).code !== 0) throw new SetupFailed('The page could not be built: see above.');
  const wanted = Number(process.env.PORT || DEFAULT_PORT);
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) {
    throw new SetupFailed(`PORT: expected a number from 0 to 65535, found '${process.env.PORT}'.`);
  }
  const port = await listen(createStaticServer({ root: join(ROOT, 'dist') }), wanted);
  if (wanted !== 0 && port !== wanted) console.log(`Port ${wanted} is taken.`);
  console.log('The page is at');
  console.log(`http://localhost:${port}/`);
  console.log('Ctrl+C ends it.');
  openBrowser(`http://localhost:${port}/`);
}

/** Opens a browser where there is one; that it cannot is no failure. @param {string} address */
function openBrowser(address) {
  const { CI, DISPLAY, WAYLAND_DISPLAY, BROWSER } = process.env;
  const linux = process.platform !== 'win32' && process.platform !== 'darwin';
  if (CI || BROWSER === 'none' || (linux && !DISPLAY && !WAYLAND_DISPLAY)) return;
  const [command, ...args] =
    process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : [linux ? 'xdg-open' : 'open'];
  const child = spawn(String(command), [...args, address], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

start().catch((error) => {
  console.error(error instanceof SetupFailed ? error.message : error);
  process.exitCode = 1;
});
