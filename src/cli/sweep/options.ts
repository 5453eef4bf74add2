/** The options that every sweep has, whatever it trains. */
import { join } from 'node:path';
import { readEngine, readThreads } from '../engines.ts';
import { readCount, UsageError } from '../options.ts';
import { TENSORBOARD_OPTIONS } from '../tensorBoard.ts';
import { SweepFolder } from './folder.ts';
import type { Workforce } from './machine.ts';
import { PLAN_FILE, type Planned } from './planFile.ts';

export const SWEEP_OPTIONS = ['out', 'engine', 'processes', 'threads', ...TENSORBOARD_OPTIONS];

/** The folder for the results, made if it is not there. @throws UsageError */
export function readOut(pairs: ReadonlyMap<string, string>): Promise<SweepFolder> {
  const out = pairs.get('out');
  if (!out) throw new UsageError('--out: name the folder for the results');
  return SweepFolder.open(out);
}

/** `--plan DIR`: writes what is to be trained, for workers. @returns what to print @throws UsageError */
export async function planOnly(pairs: ReadonlyMap<string, string>, planned: Planned): Promise<string> {
  const path = pairs.get('plan');
  if (!path) throw new UsageError('--plan: name the folder for the plan');
  const training = ['queue', ...SWEEP_OPTIONS].find((name) => pairs.has(name));
  if (training !== undefined) throw new UsageError(`--plan: trains nothing, leave --${training} away`);
  const folder = await SweepFolder.open(path);
  await folder.plan(planned);
  return `wrote ${join(path, PLAN_FILE)}: npm run worker -- --out ${path} trains it, on any number of machines that share the folder`;
}

/** `--queue redis://…`, whose workers train. @throws UsageError beside what only this machine's processes have */
export function readQueue(pairs: ReadonlyMap<string, string>): string | undefined {
  const queue = pairs.get('queue');
  const own = ['processes', 'threads', 'engine'].find((name) => pairs.has(name));
  if (queue !== undefined && own !== undefined)
    throw new UsageError(`--queue: its workers train, give --${own} to them`);
  return queue;
}

export function readWorkforce(pairs: ReadonlyMap<string, string>): Partial<Workforce> {
  const processes = readCount(pairs, 'processes', 1, 64);
  const engine = readEngine(pairs);
  const threads = readThreads(pairs, engine);
  return { engine, ...(processes !== undefined && { processes }), ...(threads !== undefined && { threads }) };
}
