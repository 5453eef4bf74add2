import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

/** `npm run test:long` runs what is long by nature, and nothing else does. */
const LONG = process.env.LONG === 'yes';

/** Unit tests run in Node; what needs a browser is under e2e/. */
export default defineConfig({
  test: {
    include: LONG ? ['src/**/*.long.test.ts'] : ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'e2e/**', ...(LONG ? [] : ['**/*.long.test.ts'])],
    environment: 'node',
    // A core is left free by default, half of a small machine.
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
