/** Sweeps and workers as a terminal runs them, on images that are there at once. */
import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunFile } from '../results/runFile.ts';

/** A table of 300 small images in ten classes: drawing synthetic ones takes seconds a process and seed. */
const OWN = [
  ['label', ...Array.from({ length: 64 }, (_, pixel) => `pixel${pixel}`)],
  ...Array.from({ length: 300 }, (_, row) => [
    row % 10,
    ...Array.from({ length: 64 }, (_, pixel) => (pixel % 10 === row % 10 ? 200 : 0) + ((row * pixel) % 50)),
  ]),
];

/** @returns the path of a file with them, in that folder */
export async function writeOwnImages(folder: string): Promise<string> {
  const path = join(folder, 'own.csv');
  await writeFile(path, OWN.map((row) => row.join(',')).join('\n'));
  return path;
}

export interface Told {
  readonly code: number | null;
  readonly said: string;
}

export interface Command {
  /** Resolves when the output has that text; rejects where it ends without. */
  says(text: string): Promise<void>;
  /**
   * A signal to it and its processes, as a terminal sends Ctrl-C, or as by a machine that goes away.
   * @returns whether it had not ended before
   */
  kill(signal: NodeJS.Signals): boolean;
  readonly end: Promise<Told>;
}

/**
 * @param options after the command's name, words apart by blanks
 * @param onFinished takes what ends it if nothing else has: a test's onTestFinished, so that none outlives one that fails
 */
export function start(
  command: 'sweep' | 'worker',
  options: string,
  onFinished: (end: () => Promise<void>) => void = () => undefined,
): Command {
  const script = fileURLToPath(new URL(`../cli/${command}.ts`, import.meta.url));
  const args = ['--import', 'tsx', script, ...options.split(' ')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const { pid } = child;
  let said = '';
  const listeners = new Set<() => void>();
  const hear = (text: Buffer) => {
    said += text;
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const end = new Promise<Told>((resolve) => {
    child.on('close', (code) => resolve({ code, said }));
  });
  const hears = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const listen = () => {
        if (!said.includes(text)) return;
        listeners.delete(listen);
        resolve();
      };
      listeners.add(listen);
      listen();
    });
  const started: Command = {
    says: (text) =>
      Promise.race([
        hears(text),
        end.then((told) => {
          if (!told.said.includes(text)) throw new Error(`'${text}' was not said: ${told.said}`);
        }),
      ]),
    kill: (signal) =>
      pid !== undefined && child.exitCode === null && child.signalCode === null && process.kill(-pid, signal),
    end,
  };
  onFinished(async () => {
    started.kill('SIGKILL');
    await end;
  });
  return started;
}

/** @param interruptAt text in the output at which Ctrl-C is pressed */
export async function sweep(options: string, interruptAt?: string): Promise<Told> {
  const command = start('sweep', options);
  if (interruptAt !== undefined) await command.says(interruptAt).then(() => command.kill('SIGINT'));
  return command.end;
}

/** Which weights each run of a sweep's folder ended with, a file a line. */
export async function hashesIn(folder: string): Promise<string[]> {
  const runs = join(folder, 'runs');
  const names = (await readdir(runs)).sort();
  return Promise.all(
    names.map(async (name) => {
      const { weightsSha256, outcome }: RunFile = JSON.parse(await readFile(join(runs, name), 'utf8'));
      return `${name} ${outcome} ${weightsSha256}`;
    }),
  );
}
