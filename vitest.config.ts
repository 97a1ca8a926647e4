import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { suites } from './scripts/test-projects.ts'

/** Suites that start processes and databases share a machine in CI; a second try tells a fault from a slow moment. */
const retry = process.env.CI === 'true' ? 1 : 0

/** Time-outs for suites that open databases and start processes: a slow machine must not fail them. */
const patient = { testTimeout: 120_000, hookTimeout: 120_000, retry }

/** At least two: a suite with a database or a process mostly waits for it. */
const maxWorkers = Math.max(2, availableParallelism() - 1)

/** One world for all suites of a worker: making a new one for each takes longer than most of them. */
const isolate = false

export default defineConfig({
  test: {
    maxWorkers,
    projects: [
      { test: { name: 'pure', ...suites.pure, isolate, unstubGlobals: true, unstubEnvs: true, retry } },
      { test: { name: 'embedded', ...suites.embedded, ...patient, isolate } },
      {
        test: {
          name: 'postgres',
          ...suites.postgres,
          ...patient,
          isolate,
          env: { DB: 'postgres' },
          globalSetup: 'runtime/test/helpers/postgres-setup.ts',
        },
      },
    ],
  },
})
