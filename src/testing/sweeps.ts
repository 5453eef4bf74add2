/** Sweeps as a terminal runs them, on images that are there at once. */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = (command: string): string => fileURLToPath(new URL(`../cli/${command}.ts`, import.meta.url));

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

/** @param interruptAt text in the output at which Ctrl-C is pressed, which a terminal sends to all processes */
export const sweep = (options: string, interruptAt?: string): Promise<Told> =>
  run('sweep', options, interruptAt, 'SIGINT');

/** @param killedAt text in the output at which it and its processes are killed, as by a machine that goes away */
export const worker = (options: string, killedAt?: string): Promise<Told> =>
  run('worker', options, killedAt, 'SIGKILL');

function run(
  command: string,
  options: string,
  at: string | undefined,
  signal: NodeJS.Signals,
): Promise<Told> {
  return new Promise((resolve) => {
    const args = ['--import', 'tsx', script(command), ...options.split(' ')];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let said = '';
    let sent = false;
    const hear = (text: Buffer) => {
      said += text;
      if (at === undefined || sent || !said.includes(at)) return;
      sent = true;
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('close', (code) => resolve({ code, said }));
  });
}
