/** The engines that a terminal can train on. */
import type { Engine } from '../engine/engine.ts';
import { createWasmEngine } from '../engine/wasm/engine.ts';
import { readCount, UsageError } from './options.ts';
import { tilingsIn } from './tilings.ts';

/** On the CPU, and on a GPU by the package webgpu. */
const TERMINAL_ENGINES = ['wasm', 'wgsl'] as const;
export type TerminalEngine = (typeof TERMINAL_ENGINES)[number];

/** `--engine wgsl`; the CPU's unless given. @throws UsageError for one that works in a browser only, or nowhere */
export function readEngine(pairs: ReadonlyMap<string, string>): TerminalEngine {
  const text = pairs.get('engine') ?? 'wasm';
  const found = TERMINAL_ENGINES.find((engine) => engine === text);
  if (found) return found;
  throw new UsageError(
    `--engine: '${text}' does not run in a terminal. There are: wasm (our own, on the CPU) and wgsl (our own, on a GPU)`,
  );
}

/** `--threads` of the CPU engine; undefined unless given. @throws UsageError beside a GPU */
export function readThreads(pairs: ReadonlyMap<string, string>, engine: TerminalEngine): number | undefined {
  const threads = readCount(pairs, 'threads', 1, 64);
  if (threads !== undefined && engine === 'wgsl')
    throw new UsageError(
      `--threads: ${threads} do nothing for --engine wgsl, which trains on a GPU: leave --threads away`,
    );
  return threads;
}

/**
 * @param threads of the CPU engine
 * @returns the engine, and its threads where it has any
 * @throws Error with the reason where it cannot be had
 */
export async function openEngine(
  kind: TerminalEngine,
  threads: number,
): Promise<{ readonly engine: Engine; readonly threads: number | null }> {
  const created =
    kind === 'wasm'
      ? await createWasmEngine({ threads })
      : await (await import('../engine/wgsl/open.ts')).openWgslEngine({ memory: tilingsIn() });
  if ('unavailable' in created) throw new Error(`--engine ${kind}: ${created.unavailable}`);
  return { engine: created.engine, threads: kind === 'wasm' ? threads : null };
}
