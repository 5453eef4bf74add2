/** Engines that do not come: asked for once more, or another worker is asked for. */
import { afterEach, expect, it, vi } from 'vitest';
import type { EngineResult } from '../engine/engine.ts';
import { openWasmEngine } from '../engine/wasm/engine.ts';
import { hostOver, start } from '../testing/fakeHost.ts';
import { Engines } from './engines.ts';
import type { Trial } from './fastest.ts';

afterEach(() => vi.useRealTimers());

it('takes the second where the first never comes', async () => {
  const opened = await openWasmEngine({ threads: 1 });
  if ('unavailable' in opened) throw new Error(opened.unavailable);
  vi.useFakeTimers();
  let asked = 0;
  const engines = new Engines(
    () => {
      asked++;
      return asked === 1 ? new Promise<EngineResult>(() => undefined) : Promise.resolve(opened);
    },
    { recall: () => undefined, remember: () => undefined },
  );
  const got = engines.get('wasm', { key: 'none' } as Trial);
  await vi.advanceTimersByTimeAsync(14_000);
  expect(asked).toBe(1);
  await vi.advanceTimersByTimeAsync(2000);
  expect(await got).toEqual({ engine: opened.engine });
  expect(asked).toBe(2);
  opened.engine.dispose();
});

it('gives up what does not come twice, and takes another', async () => {
  const opened = await openWasmEngine({ threads: 1 });
  if ('unavailable' in opened) throw new Error(opened.unavailable);
  vi.useFakeTimers();
  const engines = new Engines(
    (kind) => (kind === 'wasm' ? Promise.resolve(opened) : new Promise(() => undefined)),
    { recall: () => undefined, remember: () => undefined },
  );
  const got = engines.get(
    'wgsl',
    { key: 'none' } as Trial,
    new Map([
      ['webgpu', 'no'],
      ['webgl', 'no'],
    ]),
  );
  await vi.advanceTimersByTimeAsync(61_000);
  expect(await got).toEqual({ engine: opened.engine, instead: expect.stringMatching(/: it did not come$/) });
  opened.engine.dispose();
});

it('has what came late after all', async () => {
  const opened = await openWasmEngine({ threads: 1 });
  const other = await openWasmEngine({ threads: 1 });
  if ('unavailable' in opened || 'unavailable' in other) throw new Error('no engine');
  vi.useFakeTimers();
  const late = new Promise<typeof other>((resolve) => setTimeout(() => resolve(other), 40_000));
  let asked = 0;
  const engines = new Engines(() => (++asked > 2 ? Promise.resolve(opened) : late), {
    recall: () => undefined,
    remember: () => undefined,
  });
  const others = new Map((['wgsl', 'webgpu', 'webgl'] as const).map((kind) => [kind, 'no']));
  const get = () => engines.get('wasm', { key: 'none' } as Trial, others);
  const got = get();
  await vi.advanceTimersByTimeAsync(31_000);
  expect(await got).toEqual({ unavailable: expect.stringContaining('it did not come') });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await get()).toEqual({ engine: opened.engine });
  opened.engine.dispose();
});

it('leaves a run waiting for another worker where the code of engines did not come, and none else serves', async () => {
  const { incomplete, send, until, outcomeOf } = hostOver([], {
    create: async (kind) => ({
      unavailable: `${kind}: not loaded`,
      ...(kind === 'wasm' && { notLoaded: true }),
    }),
  });
  send(start('a', { engine: 'wasm' }));
  await until(() => incomplete.length > 0);
  expect(incomplete).toEqual(['a']);
  expect(outcomeOf('a')).toBeUndefined();
  send({ kind: 'stop', run: 'a' });
  await until(() => outcomeOf('a') !== undefined);
  expect(outcomeOf('a')).toEqual({ kind: 'stopped' });
});
