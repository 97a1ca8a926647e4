import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { ConstructorOptions } from 'pg-boss'
import type { Tables } from '../../store/schema/tables.ts'

type BossDatabase = NonNullable<ConstructorOptions['db']>

/** An open transaction, over any tables. */
export interface OpenTransaction {
  withoutPlugins(): Pick<Kysely<unknown>, 'executeQuery'>
}

/** Runs pg-boss's statements in our transaction, so that its writes commit or roll back with ours. */
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
 * Runs pg-boss's statements on the embedded database. Its scripts of the form `BEGIN; …; COMMIT;` run in a transaction
 * of the driver. A script that fails halfway must not leave the only connection in an aborted transaction, and the
 * result must be that of the last statement, not the empty one of COMMIT.
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
