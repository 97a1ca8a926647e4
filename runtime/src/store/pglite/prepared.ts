import { type PGlite, parse, protocol, type Results } from '@electric-sql/pglite'
import { planSettings } from '../runs/prepared-statement.ts'
import { bindMessage } from './bind-message.ts'
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
    return database.runExclusive(() => database.execProtocol(joined(messages)))
  }

  /** One after the other in memory that is used again: new memory with every flush keeps the garbage collector busy. */
  const memory = Buffer.allocUnsafeSlow(1024 * 1024)
  function joined(messages: readonly Uint8Array[]): Uint8Array {
    const size = messages.reduce((sum, message) => sum + message.length, 0)
    if (size > memory.length) return Buffer.concat(messages, size)
    let end = 0
    for (const message of messages) {
      memory.set(message, end)
      end += message.length
    }
    return memory.subarray(0, size)
  }

  return async ({ name, sql, parameters }: PreparedRequest): Promise<Results<unknown[]>> => {
    if (sql !== undefined) texts.set(name, sql)
    await prepare(SETTINGS, name)
    const { messages } = await send(...before, ...bindMessage(name, parameters), ...after)
    const own = messages.slice(messages.findLastIndex((message) => message.name === 'bindComplete'))
    // One result, with its rows as arrays, as asked for.
    return parse.parseResults(own, {}, { rowMode: 'array' })[0] as Results<unknown[]>
  }
}

const before = [serialize.bind({ statement: SETTINGS }), serialize.execute()]
const after = [serialize.describe({ type: 'P' }), serialize.execute(), serialize.sync()]

/** For as long as the transaction lasts: other statements of the session are planned as usual. */
const settingsSql = `select ${Object.entries(planSettings)
  .map(([name, value]) => `set_config('${name}', '${value}', true)`)
  .join(', ')}`
