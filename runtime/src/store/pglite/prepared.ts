import { type PGlite, parse, protocol, type Results } from '@electric-sql/pglite'
import { type PreparedStatement, planSettings, type StatementParameter } from '../prepared-statement.ts'

/** Statements of days gone by are not kept for ever: each plan takes memory. */
const MOST_STATEMENTS = 60
const SETTINGS = 'plan_settings'
const { serialize } = protocol

/**
 * Runs statements that are planned once, each in a transaction of its own. They are sent as messages of the protocol:
 * these take values in their binary form, and the database does not have to read them as SQL text.
 */
export function createPreparedStatements(database: PGlite) {
  const known = new Set<string>()

  async function prepare(...statements: readonly PreparedStatement[]): Promise<void> {
    if (statements.every(({ name }) => known.has(name))) return
    if (known.size >= MOST_STATEMENTS) {
      await database.exec('deallocate all')
      known.clear()
    }
    for (const { name, sql } of statements) {
      if (!known.has(name)) await send(serialize.parse({ name, text: sql }), serialize.sync())
      known.add(name)
    }
  }

  /** The database reads these messages one after another; the transaction ends with the last. */
  function send(...messages: readonly Uint8Array[]) {
    return database.runExclusive(() => database.execProtocol(Buffer.concat(messages)))
  }

  return async (statement: PreparedStatement, values: readonly StatementParameter[]): Promise<Results<unknown[]>> => {
    await prepare({ name: SETTINGS, sql: settingsSql }, statement)
    const { messages } = await send(
      serialize.bind({ statement: SETTINGS }),
      serialize.execute(),
      serialize.bind({ statement: statement.name, values: [...values] }),
      serialize.describe({ type: 'P' }),
      serialize.execute(),
      serialize.sync(),
    )
    const own = messages.slice(messages.findLastIndex(({ name }) => name === 'bindComplete'))
    // One result, with its rows as arrays, as asked for.
    return parse.parseResults(own, {}, { rowMode: 'array' })[0] as Results<unknown[]>
  }
}

/** For as long as the transaction lasts: other statements of the session are planned as usual. */
const settingsSql = `select ${Object.entries(planSettings)
  .map(([name, value]) => `set_config('${name}', '${value}', true)`)
  .join(', ')}`
