import type { Database } from '../../src/store/database.ts'

/** The same database, and how many statements it was given so far. */
export function countStatements(database: Database): { readonly database: Database; readonly count: () => number } {
  let count = 0
  const kysely = database.kysely.withPlugin({
    transformQuery({ node }) {
      count += 1
      return node
    },
    transformResult: async ({ result }) => result,
  })
  return { database: { ...database, kysely }, count: () => count }
}
