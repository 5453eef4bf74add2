import { afterEach, expect, it, vi } from 'vitest';
import { openWasmEngine } from './engine.ts';
import { allowRelaxedSimd } from './platform.ts';
import { fusesMultiplyAdd } from './relaxedSimd.ts';

afterEach(() => vi.restoreAllMocks());

it('finds that V8 rounds a relaxed multiply-add once', async () => {
  allowRelaxedSimd();
  expect(await fusesMultiplyAdd()).toBe(true);
});

it('takes the strict build where it rounds twice', async () => {
  const f = (a: number, b: number, c: number) => Math.fround(Math.fround(a * b) + c);
  const rounding = { instance: { exports: { f } }, module: undefined };
  vi.spyOn(WebAssembly, 'instantiate').mockResolvedValueOnce(rounding as never);
  expect(await fusesMultiplyAdd()).toBe(false);
  vi.spyOn(WebAssembly, 'instantiate').mockResolvedValueOnce(rounding as never);
  const opened = await openWasmEngine({ threads: 1 });
  if ('unavailable' in opened) throw new Error(opened.unavailable);
  expect(opened.engine.description).toBe('CPU (WASM SIMD) · 1 thread');
  opened.engine.dispose();
});
