import { expect, it } from 'vitest';
import { readThreads } from './engines.ts';

it('has threads for the CPU engine, and refuses them beside a GPU', () => {
  const given = new Map([['threads', '2']]);
  expect([readThreads(given, 'wasm'), readThreads(new Map(), 'wgsl')]).toEqual([2, undefined]);
  expect(() => readThreads(given, 'wgsl')).toThrow(
    '--threads: 2 do nothing for --engine wgsl, which trains on a GPU: leave --threads away',
  );
});
