import { subscribe } from 'node:diagnostics_channel'
import { openSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import type { LiveEvent } from '@patchbay/shared/api'
import { createRuntime } from '../../src/app.ts'
import { readConfig } from '../../src/platform/config/config.ts'
import type { Boundary, CrashLine } from './boundaries.ts'
import { LOOK_UP, QUESTION, TELL } from './scene.ts'

/**
 * Patchbay as it is, in a process that kills itself with SIGKILL at one boundary. The boundaries are seen from
 * outside: live events for what was stored, the diagnostics of the HTTP client for what is sent, the statements on
 * their way to the database for a migration.
 */
const log = openSync(process.env.CRASH_LOG ?? '', 'a')
const boundary = process.env.CRASH_AT
/** The boundary is passed so often before. */
let passes = Number(process.env.CRASH_AFTER ?? 0)
const accepted = new Set<string>()
const underWay = new Set<string>()
/** Runs that work before they are stored. */
const ahead = new Set<string>()
/** Runs that have asked their question here. */
const asked = new Set<string>()

function write(line: CrashLine): void {
  writeSync(log, `${JSON.stringify(line)}\n`)
}

/** Nothing of this process runs after the signal. */
function at(reached: Boundary, runId: string | null): void {
  if (reached !== boundary) return
  passes -= 1
  if (passes >= 0) return
  write({ kind: 'kill', boundary: reached, runId, at: Date.now() })
  process.kill(process.pid, 'SIGKILL')
}

function onEvent(event: LiveEvent): void {
  const now = Date.now()
  if (event.type === 'run' && (event.status === 'running' || event.status === 'queued')) {
    accepted.add(event.runId)
    at('after accept', event.runId)
  }
  if (event.type === 'message') at('message stored', null)
  if (event.type === 'step-started') {
    const isTakenOver = !accepted.has(event.runId)
    write({ kind: 'start', runId: event.runId, seq: event.seq, isTakenOver, at: now })
    if (isTakenOver) at('during recovery', event.runId)
    if (event.nodeId === TELL && ahead.has(event.runId)) at('stored with the first unsafe action', event.runId)
    // The question is begun again with the answer.
    if (event.nodeId === QUESTION && asked.has(event.runId)) at('reply taken', event.runId)
    if (event.nodeId === QUESTION) asked.add(event.runId)
  }
  if (event.type === 'step') {
    write({ kind: 'stored', runId: event.runId, seq: event.seq, at: now })
    // The last action of the flow ends the run: there would be nothing left to lose.
    if (event.nodeId !== 4) at('after commit', event.runId)
  }
}

/** The run of a text on its way to a carrier; undefined for every other request. */
function runOf(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null || !('request' in message)) return undefined
  const { request } = message
  if (typeof request !== 'object' || request === null || !('headers' in request)) return undefined
  const headers = Array.isArray(request.headers) ? request.headers.map(String) : []
  const key = headers[headers.findIndex((name) => name.toLowerCase() === 'idempotency-key') + 1]
  return headers.some((name) => name.toLowerCase() === 'idempotency-key') ? key?.split('.')[0] : undefined
}

/** The run that looks something up; undefined for every other request. */
function lookingUp(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null || !('request' in message)) return undefined
  const { request } = message
  if (typeof request !== 'object' || request === null || !('path' in request)) return undefined
  return String(request.path).startsWith(LOOK_UP) ? String(request.path).slice(LOOK_UP.length) : undefined
}

subscribe('undici:request:create', (message) => {
  const early = lookingUp(message)
  if (early !== undefined && !accepted.has(early)) {
    ahead.add(early)
    at('started before stored', null)
  }
  const runId = runOf(message)
  if (runId === undefined) return
  at('before send', runId)
  underWay.add(runId)
  setTimeout(() => {
    if (underWay.has(runId)) at('while sending', runId)
  }, Math.random() * 80)
})
subscribe('undici:request:trailers', (message) => {
  const runId = runOf(message)
  if (runId === undefined) return
  underWay.delete(runId)
  at('after send', runId)
})

const migration = process.env.CRASH_SQL
if (boundary === 'during migration' && migration !== undefined) {
  const isMigration = (text: unknown) => String(text).includes(migration)
  const post: Worker['postMessage'] = Worker.prototype.postMessage
  Worker.prototype.postMessage = function (message, ...rest) {
    post.call(this, message, ...rest)
    // With the statement on its way, or already carried out and not yet committed.
    if (isMigration(message?.sql)) setTimeout(() => at('during migration', null), Math.random() * 3)
  }
  const send = Socket.prototype.write
  // The overloads of `write` differ in what follows the bytes, which is passed on as it is.
  Socket.prototype.write = function (this: Socket, ...given: Parameters<typeof send>) {
    const sent = send.apply(this, given)
    if (isMigration(Buffer.from(given[0]).toString('utf8'))) at('during migration', null)
    return sent
  } as typeof send
}

const runtime = await createRuntime(readConfig(process.env), { onEvent })
runtime.onFatal(() => process.exit(1))
await runtime.start()
const { url } = await runtime.listen()
process.on('SIGTERM', () => void runtime.stop().then(() => process.exit(0)))
process.stdout.write(`Patchbay is ready at ${url}\n`)
