import { expect, it } from 'vitest';
import { openWasmEngine } from './engine.ts';
import { allowRelaxedSimd } from './platform.ts';
import { fusesMultiplyAdd } from './relaxedSimd.ts';

it('finds that V8 rounds a relaxed multiply-add once', () => {
  allowRelaxedSimd();
  expect(fusesMultiplyAdd()).toBe(true);
});

it('takes the strict build where it rounds twice', async () => {
  const f = (a: number, b: number, c: number) => Math.fround(Math.fround(a * b) + c);
  const { Instance } = WebAssembly;
  // The first that is asked for, and no other.
  const roundTwice = (): void => {
    const Rounding = class {
      exports = { f };
      constructor() {
        Object.assign(WebAssembly, { Instance });
      }
    };
    Object.assign(WebAssembly, { Instance: Rounding });
  };
  roundTwice();
  expect(fusesMultiplyAdd()).toBe(false);
  roundTwice();
  const opened = await openWasmEngine({ threads: 1 });
  if ('unavailable' in opened) throw new Error(opened.unavailable);
  expect(opened.engine.description).toBe('CPU (WASM SIMD, v3) · 1 thread');
  opened.engine.dispose();
});
