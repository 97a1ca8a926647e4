import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { ConstructorOptions } from 'pg-boss'
import type { Tables } from '../../store/schema/tables.ts'

type BossDatabase = NonNullable<ConstructorOptions['db']>

/** A transaction that is under way, over whichever tables. */
export interface OpenTransaction {
  withoutPlugins(): Pick<Kysely<unknown>, 'executeQuery'>
}

/** The statements of pg-boss on our transaction: what they write is there with the commit, or not at all. */
export function onTransaction(transaction: OpenTransaction): BossDatabase {
  const plain = transaction.withoutPlugins()
  return {
    async executeSql(text, values = []) {
      const { rows } = await plain.executeQuery<object>(compiled(text, values))
      return { rows }
    },
  }
}

/**
 * The statements of pg-boss on the embedded database. Its scripts of the form `BEGIN; …; COMMIT;` run in a
 * transaction of the driver: a script that fails halfway must not leave the only connection in an aborted
 * transaction, and its answer is the last statement's, not the empty one of COMMIT.
 */
export function onEmbedded(kysely: Kysely<Tables>): BossDatabase {
  const plain = kysely.withoutPlugins()
  return {
    async executeSql(text, values = []) {
      const script = values.length === 0 ? /^\s*BEGIN;([\s\S]*?);?\s*COMMIT;\s*$/.exec(text)?.[1] : undefined
      if (script === undefined) {
        const { rows } = await plain.executeQuery<object>(compiled(text, values))
        return { rows }
      }
      const { rows } = await plain.transaction().execute((transaction) => sql.raw<object>(script).execute(transaction))
      return { rows }
    },
  }
}

function compiled(text: string, values: readonly unknown[]): CompiledQuery<object> {
  return {
    sql: text,
    parameters: values,
    query: { kind: 'RawNode', sqlFragments: [], parameters: [] },
    queryId: { queryId: 'queue' },
  }
}
