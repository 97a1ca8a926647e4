import { defineConfig } from 'vitest/config'

/**
 * Two projects: everything on the embedded database, and the store and engine suites a second time on a real
 * Postgres (started by the suites' own helper, told by DB=postgres).
 */
const storedSuites = ['runtime/src/store/**/*.test.ts', 'runtime/test/engine/**/*.test.ts']
/** Several processes on one Postgres. */
const clusterSuites = ['runtime/test/cluster/**/*.test.ts']

/** Suites that start processes and databases share a machine in CI; a second try tells a fault from a slow moment. */
const retry = process.env.CI === 'true' ? 1 : 0

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{shared,runtime,designer}/src/**/*.test.{ts,tsx}',
            'runtime/test/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', ...clusterSuites],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          retry,
        },
      },
      {
        test: {
          name: 'postgres',
          include: [...storedSuites, ...clusterSuites],
          env: { DB: 'postgres' },
          globalSetup: 'runtime/test/helpers/postgres-setup.ts',
          testTimeout: 30_000,
          hookTimeout: 60_000,
          retry,
        },
      },
    ],
  },
})
