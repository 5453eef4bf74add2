/** `npm run golden` as a terminal runs it; the cases themselves are run in src/engine/conformance/golden.test.ts. */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { goldenFiles } from './goldenFolder.ts';

const SCRIPT = fileURLToPath(new URL('./golden.ts', import.meta.url));
const CASES = fileURLToPath(new URL('../../golden/cases', import.meta.url));

const golden = (args: readonly string[], env = {}): Promise<{ code: unknown; said: string }> =>
  new Promise((resolve) => {
    const options = { env: { ...process.env, ...env } };
    execFile(process.execPath, ['--import', 'tsx', SCRIPT, ...args], options, (error, out, complaint) =>
      resolve({ code: error?.code ?? 0, said: out + complaint }),
    );
  });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'norm-playground-'));
  const [known = ''] = goldenFiles(CASES).filter((name) => name.startsWith('softmax'));
  await copyFile(join(CASES, known), join(folder, known));
  await writeFile(join(folder, 'made-up.json'), JSON.stringify({ op: 'made-up' }));
});
afterAll(() => rm(folder, { recursive: true }));

it('runs the folder that GOLDEN_DIR names on every engine, and names what no engine knows', async () => {
  const { code, said } = await golden([], { GOLDEN_DIR: folder });
  expect(said).toContain('FAILED made-up.json: no engine knows such a case, op is "made-up"');
  for (const engine of ['tfjs-cpu', 'wasm-relaxed', 'wasm-strict', 'wgsl'])
    expect(said).toMatch(new RegExp(`${engine}\\n.*\\nsoftmax-cross-entropy +1 `));
  expect(said).toMatch(/\n4 passed, 1 failed\n/);
  expect(code).toBe(1);
});

it('ends with exit code 2 where the folder on the command line is missing, whatever GOLDEN_DIR names', async () => {
  const { code, said } = await golden(['no/such/folder'], { GOLDEN_DIR: folder });
  expect(said).toBe('no/such/folder: no such folder of golden cases\n');
  expect(code).toBe(2);
});
