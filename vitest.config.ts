import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

/**
 * Three suites, told apart by file name. `unit` touches nothing outside the process, `integration` runs on a real
 * embedded PostgreSQL and real sockets, `browser` drives a real Chromium against the built dashboard. `screenshots` is no
 * suite: it takes the pictures of the documentation.
 */
export default defineConfig({
  // The file that Node itself takes: else graphql is loaded twice, and one refuses the schema of the other.
  resolve: { alias: { graphql: createRequire(resolve('apps/api/package.json')).resolve('graphql') } },
  test: {
    // For tests that open a session of ONNX Runtime themselves, as readers of our artifacts do.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['apps/api/src/**/*.db.test.ts', 'test/{access,conformance,failure,live,operations}/**/*.test.ts'],
          globalSetup: ['test/postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/postgres.ts'],
          testTimeout: 240_000,
          expect: { poll: { timeout: 60_000 } },
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'screenshots',
          include: ['test/screenshots/**/*.test.ts'],
          globalSetup: ['test/postgres.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
