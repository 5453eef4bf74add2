/** `npm run train` as a terminal runs it: a process of its own, on images that are there at once. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isWhole } from '../report/tensorBoard/events.ts';
import { writeOwnImages } from '../testing/sweeps.ts';

const SCRIPT = fileURLToPath(new URL('./train.ts', import.meta.url));

let folder: string;
let small: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'norm-playground-'));
  const data = await writeOwnImages(folder);
  small = ['--data', data, '--network', 'mlp', '--images', '200', '--batch', '7'];
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** @param interruptAt text in the output at which Ctrl-C is pressed */
function runTrain(args: readonly string[], interruptAt?: string): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    let interrupted = false;
    child.stderr.on('data', (text: Buffer) => {
      said += text;
      if (interruptAt === undefined || interrupted || !said.includes(interruptAt)) return;
      interrupted = true;
      child.kill('SIGINT');
    });
    child.on('close', (code) => resolve({ code, said }));
  });
}

const read = async (file: string) => JSON.parse(await readFile(file, 'utf8'));

describe('npm run train', () => {
  it('writes history, curve, test and a hash that no number of threads changes', async () => {
    const files = [1, 3].map((threads) => ({ threads, file: join(folder, `${threads}.json`) }));
    const board = join(folder, 'board');
    const results = [];
    for (const { threads, file } of files) {
      const { code, said } = await runTrain([
        ...small,
        '--epochs',
        '2',
        '--threads',
        String(threads),
        '--json',
        file,
        '--tensorboard',
        board,
      ]);
      expect(said).toContain('epoch 2: loss');
      expect(said).toContain(`wrote ${board}: 'tensorboard --logdir ${board}' shows it`);
      expect(code).toBe(0);
      results.push(await read(file));
    }
    const [ofRun = '', ...others] = await readdir(board);
    const [events = '', ...more] = await readdir(join(board, ofRun));
    expect([...others, ...more]).toEqual([]);
    const content = await readFile(join(board, ofRun, events));
    expect(isWhole(content)).toBe(true);
    for (const tag of ['val_acc', 'test_acc', 'dense1/kernel']) expect(content.includes(tag)).toBe(true);
    const [first] = results;
    expect(first.experiment).toMatchObject({ network: 'mlp', batch: 7, epochs: 2, images: 200 });
    for (const key of ['loss', 'acc', 'val_loss', 'val_acc']) expect(first.history[key]).toHaveLength(2);
    expect(first.steps.images.at(-1)).toBe(400);
    expect(first.steps.loss).toHaveLength(first.steps.images.length);
    expect(first.test.acc).toBeGreaterThan(0.2);
    expect(first.weightsSha256).toMatch(/^[0-9a-f]{64}$/);
    for (const [i, result] of results.entries()) {
      expect(result.threads).toBe(files[i]?.threads);
      expect(result.weightsSha256).toBe(first.weightsSha256);
      expect(result.history).toEqual(first.history);
    }
  });

  it('stops cleanly at Ctrl-C and writes what it has', async () => {
    const file = join(folder, 'interrupted.json');
    const { code, said } = await runTrain([...small, '--epochs', '200', '--json', file], 'epoch 2: loss');
    expect(said).toContain('stopped');
    expect(code).toBe(130);
    const result = await read(file);
    expect(result.outcome).toBe('stopped');
    expect(result.test).toBeNull();
    expect(result.history.loss.length).toBeGreaterThanOrEqual(2);
    expect(result.history.loss.length).toBeLessThan(200);
  });

  it('refuses a file that could not be written before it trains', async () => {
    const missing = await runTrain([...small, '--json', join(folder, 'none', 'x.json')]);
    expect(missing.said).toBe(`--json: there is no folder ${join(folder, 'none')}, make it first\n`);
    expect(missing.code).toBe(2);
    const onFolder = await runTrain([...small, '--json', folder]);
    expect(onFolder.said).toBe(`--json: ${folder} is a folder, name a file\n`);
  });

  it('keeps each run when it is done, without a reader and when the terminal is closed', async () => {
    const file = join(folder, 'hangup.json');
    const args = ['--import', 'tsx', SCRIPT, ...small, '--epochs', '20', '--repeats', '20', '--json', file];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    child.stderr.once('data', () => child.stderr.destroy());
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await vi.waitFor(async () => expect((await read(file)).length).toBeGreaterThan(1), { timeout: 30_000 });
    child.kill('SIGHUP');
    expect(await ended).toBe(130);
    const runs = await read(file);
    expect(runs.length).toBeLessThan(20);
    expect(runs[0].outcome).toBe('finished');
  });

  it('refuses a bad option by its name, with exit code 2', async () => {
    const { code, said } = await runTrain(['--batch', 'many']);
    expect(said).toContain("--batch: 'many' is not a number");
    expect(code).toBe(2);
  });
});
