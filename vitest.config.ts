import { configDefaults, defineConfig } from 'vitest/config';

/** Unit tests run in Node; what needs a browser is under e2e/. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'e2e/**'],
    environment: 'node',
    testTimeout: 20_000,
  },
});
