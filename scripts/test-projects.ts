export interface Suites {
  readonly include: string[]
  readonly exclude: string[]
}

const everywhere = ['{shared,runtime,designer}/src/**/*.test.{ts,tsx}', '{scripts,bench}/**/*.test.ts']
/** Suites beside the source that need a database: all of the store, and elsewhere those that say so. */
const stored = ['runtime/src/store/**/*.test.ts', 'runtime/src/**/*.database.test.ts']
/** The engine as a whole. */
const engine = ['runtime/test/engine/**/*.test.ts']
/** Several processes on one Postgres. */
const cluster = ['runtime/test/cluster/**/*.test.ts']
/** Below `runtime/test`, but these only read definitions, files and folders. */
const contract = ['runtime/test/contract/**/*.test.ts']

/**
 * Which vitest projects run a suite follows from its place. A suite beside the source is pure: it opens no database
 * and starts no process. Those that do live below `runtime/test` or `runtime/src/store`, or are named
 * `*.database.test.ts`. What stores something is tested on both databases.
 */
export const suites = {
  pure: {
    include: [...everywhere, ...contract],
    exclude: ['**/node_modules/**', ...stored],
  },
  embedded: {
    include: ['runtime/test/**/*.test.ts', ...stored],
    exclude: ['**/node_modules/**', ...cluster, ...contract],
  },
  postgres: {
    include: [...stored, ...engine, ...cluster],
    exclude: ['**/node_modules/**'],
  },
} satisfies Record<string, Suites>
