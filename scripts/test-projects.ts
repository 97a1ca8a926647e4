export interface Suites {
  readonly include: string[]
  readonly exclude: string[]
}

const everywhere = ['{shared,runtime,designer}/src/**/*.test.{ts,tsx}', '{scripts,bench}/**/*.test.ts']
/** The store's own suites, and those of the engine as a whole: these run on both databases. */
const onBothDatabases = ['runtime/src/store/**/*.test.ts', 'runtime/test/engine/**/*.test.ts']
/** Suites beside other source that need a database all the same. */
const named = ['runtime/src/**/*.database.test.ts']
/** Several processes on one Postgres. */
const cluster = ['runtime/test/cluster/**/*.test.ts']
/** Below `runtime/test`, but these only read definitions, files and folders. */
const contract = ['runtime/test/contract/**/*.test.ts']

/**
 * Which vitest projects run a suite follows from its place. A suite beside the source is pure: it opens no database
 * and starts no process. Those that do live below `runtime/test` or `runtime/src/store`, or are named
 * `*.database.test.ts`.
 */
export const suites = {
  pure: {
    include: [...everywhere, ...contract],
    exclude: ['**/node_modules/**', 'runtime/src/store/**', ...named],
  },
  embedded: {
    include: ['runtime/src/store/**/*.test.ts', 'runtime/test/**/*.test.ts', ...named],
    exclude: ['**/node_modules/**', ...cluster, ...contract],
  },
  postgres: {
    include: [...onBothDatabases, ...cluster],
    exclude: ['**/node_modules/**'],
  },
} satisfies Record<string, Suites>
