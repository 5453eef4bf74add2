/**
 * Makes engines: the only file that knows them all. Each is loaded when it is first asked for, and one that cannot
 * be had is a sentence that says why.
 */
import type { EngineChoice } from '../spec/experiment.ts';
import type { EngineKind, EngineResult } from './engine.ts';

interface Maker {
  readonly kind: Exclude<EngineChoice, 'auto'>;
  readonly name: string;
  /** @param realOnly whether a GPU that a CPU plays counts as missing */
  open(realOnly: boolean): Promise<EngineResult>;
}

/** In the order in which `auto` tries them: a new engine is one line here. */
const MAKERS: readonly Maker[] = [
  {
    kind: 'webgpu',
    name: 'WebGPU',
    open: async (realOnly) => (await import('./tfjs/webgpu.ts')).open(realOnly),
  },
  { kind: 'webgl', name: 'WebGL', open: async () => (await import('./tfjs/webgl.ts')).open() },
];

async function open(maker: Maker, auto: boolean, exclude: ReadonlySet<EngineKind>): Promise<EngineResult> {
  if (exclude.has(maker.kind)) return { unavailable: `${maker.name}: it stopped working earlier` };
  try {
    // A software WebGPU is slower than a software WebGL, so `auto` leaves it; asked for by name, it will do.
    return await maker.open(auto);
  } catch (error) {
    return { unavailable: `${maker.name}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** @param exclude engines to pass over, such as one whose device was lost */
export async function createEngine(
  choice: EngineChoice,
  exclude: ReadonlySet<EngineKind> = new Set(),
): Promise<EngineResult> {
  const reasons: string[] = [];
  for (const maker of MAKERS) {
    if (choice !== 'auto' && choice !== maker.kind) continue;
    const result = await open(maker, choice === 'auto', exclude);
    if ('engine' in result) return result;
    reasons.push(result.unavailable);
  }
  return { unavailable: reasons.join('; ') };
}
