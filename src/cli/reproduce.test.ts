/** `npm run reproduce` as a terminal runs it; what it trains is tested in sweep/. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const SCRIPT = fileURLToPath(new URL('./reproduce.ts', import.meta.url));

const reproduce = (...args: string[]): Promise<{ code: unknown; said: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', SCRIPT, ...args], (error, _, said) =>
      resolve({ code: error?.code ?? 0, said }),
    );
  });

it('publishes nothing but the study’s own settings', async () => {
  const { code, said } = await reproduce('--publish', 'x.json', '--network', 'mlp', '--seed', '2');
  expect(said).toBe("--publish: only the study's own settings are published, leave --network away\n");
  expect(code).toBe(2);
}, 60_000);

it('refuses a file that could not be published before it trains', async () => {
  const out = await mkdtemp(join(tmpdir(), 'norm-playground-'));
  onTestFinished(() => rm(out, { recursive: true }));
  const { code, said } = await reproduce('--out', out, '--publish', '/no-such-folder/study.json');
  expect(said).toBe('--publish: there is no folder /no-such-folder, make it first\n');
  expect(code).toBe(2);
}, 60_000);
