import type { Database } from '../../src/store/database.ts'

export interface CountedStatements {
  readonly database: Database
  readonly count: () => number
  /** The columns of all that was answered with rows, in order. */
  readonly columns: () => readonly (readonly string[])[]
}

/** The same database, and how many statements it was given so far. */
export function countStatements(database: Database): CountedStatements {
  let count = 0
  const columns: string[][] = []
  const kysely = database.kysely.withPlugin({
    transformQuery({ node }) {
      count += 1
      return node
    },
    async transformResult({ result }) {
      if (result.rows[0] !== undefined) columns.push(Object.keys(result.rows[0]))
      return result
    },
  })
  return { database: { ...database, kysely }, count: () => count, columns: () => columns }
}
