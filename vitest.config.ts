import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    globalSetup: ['tests/postgres.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // The app is loaded once per worker, not once per file; each file still has an app, a database and a mailbox of its own.
    isolate: false,
    maxWorkers: 2,
    retry: 0,
  },
})
