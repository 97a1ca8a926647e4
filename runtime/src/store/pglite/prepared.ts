import { type PGlite, parse, protocol, type Results } from '@electric-sql/pglite'
import { planSettings } from '../runs/prepared-statement.ts'
import { bindMessage } from './bind-message.ts'
import type { PgliteRequest } from './protocol.ts'

type PreparedRequest = Extract<PgliteRequest, { readonly kind: 'prepared' }>

/** Limits the kept statements, since each plan takes memory and those of past days are not used again. */
const MOST_STATEMENTS = 60
const SETTINGS = 'plan_settings'
const { serialize } = protocol

/**
 * Runs statements that are planned once, each in a transaction of its own. They are sent as protocol messages, which
 * carry values in their binary form, so that the database need not parse them as SQL text.
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

  /** The database reads these messages one after another. The transaction ends with the last one. */
  function send(...messages: readonly Uint8Array[]) {
    return database.runExclusive(() => database.execProtocol(joined(messages)))
  }

  /** Messages are joined in memory that is reused: new memory for every flush would burden the garbage collector. */
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
    // One result with its rows as arrays, by `rowMode`.
    return parse.parseResults(own, {}, { rowMode: 'array' })[0] as Results<unknown[]>
  }
}

const before = [serialize.bind({ statement: SETTINGS }), serialize.execute()]
const after = [serialize.describe({ type: 'P' }), serialize.execute(), serialize.sync()]

/** Applies until the end of the transaction. Other statements of the session are planned as usual. */
const settingsSql = `select ${Object.entries(planSettings)
  .map(([name, value]) => `set_config('${name}', '${value}', true)`)
  .join(', ')}`
