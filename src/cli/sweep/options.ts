/** The options that every sweep has, whatever it trains. */
import { readEngine } from '../engines.ts';
import { readCount, UsageError } from '../options.ts';
import { SweepFolder } from './folder.ts';
import type { Workforce } from './machine.ts';

export const SWEEP_OPTIONS = ['out', 'engine', 'processes', 'threads'];

/** The folder for the results, made if it is not there. @throws UsageError */
export function readOut(pairs: ReadonlyMap<string, string>): Promise<SweepFolder> {
  const out = pairs.get('out');
  if (!out) throw new UsageError('--out: name the folder for the results');
  return SweepFolder.open(out);
}

export function readWorkforce(pairs: ReadonlyMap<string, string>): Partial<Workforce> {
  const processes = readCount(pairs, 'processes', 1, 64);
  const threads = readCount(pairs, 'threads', 1, 64);
  const engine = readEngine(pairs);
  return { engine, ...(processes !== undefined && { processes }), ...(threads !== undefined && { threads }) };
}
