/**
 * Compiles the kernels: `node assembly/build.mjs`. Two builds, `relaxed` with fused multiply-add and `strict` without,
 * go to src/engine/wasm/build/, which git ignores. Does nothing when both are newer than their sources.
 */
import { mkdir, readdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = fileURLToPath(new URL('.', import.meta.url));
const out = fileURLToPath(new URL('../src/engine/wasm/build/', import.meta.url));

/** Features a build needs beside those that every browser has. */
const BUILDS = { relaxed: ['simd', 'threads', 'relaxed-simd'], strict: ['simd', 'threads'] };

/** Milliseconds since a file changed last; 0 if there is none. */
const changed = (/** @type {string} */ path) =>
  stat(path).then(
    (file) => file.mtimeMs,
    () => 0,
  );

const own = (await readdir(here)).filter((name) => name.endsWith('.ts') || name === 'build.mjs');
// The table that the engine and the kernels share.
const shared = fileURLToPath(new URL('../src/engine/wasm/kernels.ts', import.meta.url));
const sources = [shared, ...own.map((name) => here + name)];
const newest = Math.max(...(await Promise.all(sources.map(changed))));
await mkdir(out, { recursive: true });

for (const [name, features] of Object.entries(BUILDS)) {
  const file = `${out}${name}.wasm`;
  if ((await changed(file)) > newest) continue;
  const { error, stderr } = await asc.main([
    `${here}index.ts`,
    ...['--outFile', file, '-O3', '--noAssert', '--runtime', 'stub'],
    // One memory, made outside and shared by all threads; 4 GiB at most, the engine asks for less where it must.
    ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
    ...['--memoryBase', '1024', '--use', 'abort='],
    ...features.flatMap((feature) => ['--enable', feature]),
  ]);
  if (error) {
    console.error(stderr.toString());
    process.exit(1);
  }
  console.log(`${name}.wasm: ${((await stat(file)).size / 1024).toFixed(1)} KB`);
}
