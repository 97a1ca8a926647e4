import pg from 'pg'
import type { Transport, TransportListener } from './transport.ts'

const CHANNEL = 'patchbay'
const ANSWER_TIMEOUT_MS = 5_000
const FIRST_RETRY_MS = 100
const LONGEST_RETRY_MS = 2_000

/**
 * LISTEN and NOTIFY on a connection of its own, so that callers waiting for the pool never delay a signal. The
 * connection must be a session of Postgres, not one of a pooler in transaction mode.
 */
export function createPostgresTransport(databaseUrl: string, onError: (error: unknown) => void): Transport {
  let listener: TransportListener | undefined
  let client: pg.Client | undefined
  let retryMs = FIRST_RETRY_MS
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  async function connect(): Promise<void> {
    const made = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'patchbay signals',
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
    })
    made.on('error', () => undefined)
    made.on('notification', ({ payload }) => listener?.onPayload(payload ?? ''))
    try {
      await made.connect()
      // A signal does not justify a sync of the disk.
      await made.query('set synchronous_commit = off')
      await made.query(`listen ${CHANNEL}`)
    } catch (error) {
      await close(made)
      throw error
    }
    if (isStopped) return close(made)
    made.on('end', () => lost(made))
    client = made
    retryMs = FIRST_RETRY_MS
    listener?.onOpen()
  }

  function lost(which: pg.Client): void {
    if (client !== which) return
    client = undefined
    tryLater()
  }

  function tryLater(): void {
    if (isStopped) return
    clearTimeout(timer)
    timer = setTimeout(() => void connect().catch(failed), retryMs).unref()
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS)
  }

  function failed(error: unknown): void {
    onError(error)
    tryLater()
  }

  return {
    async start(given) {
      listener = given
      await connect().catch(failed)
    },
    async send(payloads) {
      const used = client
      if (used === undefined) throw new Error('There is no connection for signals.')
      try {
        await used.query('select pg_notify($1, payload) from unnest($2::text[]) as payload', [CHANNEL, payloads])
      } catch (error) {
        // Without an answer in time, the connection may exist on this side only.
        lost(used)
        await close(used)
        throw error
      }
    },
    async stop() {
      isStopped = true
      clearTimeout(timer)
      const used = client
      client = undefined
      if (used !== undefined) await close(used)
    },
  }
}

async function close(client: pg.Client): Promise<void> {
  await client.end().catch(() => undefined)
}
