import { describe, expect, it } from 'vitest';
import { chooseWorkforce, machineWords } from './machine.ts';

const GB = 1e9;

describe('chooseWorkforce', () => {
  it.each([
    ['as many processes as cores', 18, {}, 4, 64, { processes: 4, threads: 1 }],
    ['no more than runs, which then get more threads', 2, {}, 8, 64, { processes: 2, threads: 4 }],
    ['no more than memory holds', 18, {}, 8, 1.5, { processes: 2, threads: 4 }],
    ['one at least', 18, {}, 8, 0.1, { processes: 1, threads: 8 }],
    ['what is asked for', 18, { processes: 3, threads: 2 }, 2, 1, { processes: 3, threads: 2 }],
    ['as many as fit the threads asked for', 18, { threads: 3 }, 8, 64, { processes: 2, threads: 3 }],
    ['more threads than cores', 18, { threads: 4 }, 2, 64, { processes: 1, threads: 4 }],
    ['nothing to do', 0, {}, 4, 64, { processes: 1, threads: 4 }],
    ['one for a GPU', 18, { engine: 'wgsl' as const }, 4, 64, { engine: 'wgsl', processes: 1 }],
  ])('%s', (_, runs, wanted, cores, memory, expected) => {
    expect(chooseWorkforce(runs, wanted, cores, memory * GB)).toEqual({ engine: 'wasm', ...expected });
  });
});

it('names the machine', () => {
  expect(machineWords()).toMatch(/^.+, \d+ cores?, [\d.]+ GB memory, \w+ \w+, Node v[\d.]+$/);
});
