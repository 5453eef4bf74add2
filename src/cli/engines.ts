/** The engines that a terminal can train on. */
import type { Engine } from '../engine/engine.ts';
import { createWasmEngine } from '../engine/wasm/engine.ts';
import { UsageError } from './options.ts';
import { tilingsIn } from './tilings.ts';

/** On the CPU, and on a GPU by the package webgpu. */
export const TERMINAL_ENGINES = ['wasm', 'wgsl'] as const;
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

/** @param threads of the CPU engine @throws Error with the reason where it cannot be had */
export async function openEngine(kind: TerminalEngine, threads: number): Promise<Engine> {
  const created =
    kind === 'wasm'
      ? await createWasmEngine({ threads })
      : await (await import('../engine/wgsl/open.ts')).openWgslEngine({ memory: tilingsIn() });
  if ('unavailable' in created) throw new Error(`--engine ${kind}: ${created.unavailable}`);
  return created.engine;
}
