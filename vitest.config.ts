import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { softwareGpu } from './scripts/softwareGpu.mjs';

// Read when the first GPU is asked for, by all threads: here, and not in a test's own environment.
Object.assign(process.env, await softwareGpu());

/** `npm run test:long` runs what is long by nature, and nothing else does. */
const LONG = process.env.LONG === 'yes';

const include = LONG ? ['src/**/*.long.test.ts'] : ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'];
const exclude = [...configDefaults.exclude, 'e2e/**', ...(LONG ? [] : ['**/*.long.test.ts'])];

/** What a test changes for all that follow it in its worker: modules, globals, the environment, TensorFlow.js's own engine. */
const CHANGES_OTHERS = /vi\.mock\(|\/auto'|process\.env\.\w+ = |from '@tensorflow\/tfjs'/;

const apart = ['src', 'scripts'].flatMap((folder) =>
  readdirSync(new URL(folder, import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((name) => (LONG ? /\.long\.test\.ts$/ : /\.test\.tsx?$/).test(name))
    .map((name) => `${folder}/${name}`)
    .filter((name) => CHANGES_OTHERS.test(readFileSync(new URL(name, import.meta.url), 'utf8'))),
);

/**
 * Unit tests run in Node; what needs a browser is under e2e/. Files share workers and the modules loaded there, for
 * loading is most of what small files do; those that would be in each other's way have one each.
 */
export default defineConfig({
  test: {
    environment: 'node',
    pool: 'threads',
    // A core is left free by default, half of a small machine.
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'shared', isolate: false, include, exclude: [...exclude, ...apart] },
      },
      {
        extends: true,
        test: { name: 'apart', include: apart, exclude, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
