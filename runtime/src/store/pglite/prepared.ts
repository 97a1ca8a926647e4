import { type PGlite, parse, protocol, type Results } from '@electric-sql/pglite'
import { planSettings } from '../prepared-statement.ts'
import type { PgliteRequest } from './protocol.ts'

type PreparedRequest = Extract<PgliteRequest, { readonly kind: 'prepared' }>

/** Statements of days gone by are not kept for ever: each plan takes memory. */
const MOST_STATEMENTS = 60
const SETTINGS = 'plan_settings'
const { serialize } = protocol

/**
 * Runs statements that are planned once, each in a transaction of its own. They are sent as messages of the protocol:
 * these take values in their binary form, and the database does not have to read them as SQL text.
 */
export function createPreparedStatements(database: PGlite) {
  const texts = new Map([[SETTINGS, settingsSql]])
  const prepared = new Set<string>()

  async function prepare(...names: readonly string[]): Promise<void> {
    if (names.every((name) => prepared.has(name))) return
    if (prepared.size >= MOST_STATEMENTS) {
      await database.exec('deallocate all')
      prepared.clear()
    }
    for (const name of names) {
      if (!prepared.has(name)) await send(serialize.parse({ name, text: texts.get(name) ?? '' }), serialize.sync())
      prepared.add(name)
    }
  }

  /** The database reads these messages one after another; the transaction ends with the last. */
  function send(...messages: readonly Uint8Array[]) {
    return database.runExclusive(() => database.execProtocol(Buffer.concat(messages)))
  }

  return async ({ name, sql, parameters }: PreparedRequest): Promise<Results<unknown[]>> => {
    if (sql !== undefined) texts.set(name, sql)
    await prepare(SETTINGS, name)
    const { messages } = await send(
      serialize.bind({ statement: SETTINGS }),
      serialize.execute(),
      serialize.bind({ statement: name, values: [...parameters] }),
      serialize.describe({ type: 'P' }),
      serialize.execute(),
      serialize.sync(),
    )
    const own = messages.slice(messages.findLastIndex((message) => message.name === 'bindComplete'))
    // One result, with its rows as arrays, as asked for.
    return parse.parseResults(own, {}, { rowMode: 'array' })[0] as Results<unknown[]>
  }
}

/** For as long as the transaction lasts: other statements of the session are planned as usual. */
const settingsSql = `select ${Object.entries(planSettings)
  .map(([name, value]) => `set_config('${name}', '${value}', true)`)
  .join(', ')}`
