import { AppError } from '@patchbay/shared/errors'
import type { Dispatcher } from 'undici'
import type { Deadline } from './deadline.ts'
import type { Hop } from './redirect.ts'
import { type CallRoom, SMALL_REPLY_BYTES } from './reply-room.ts'

/** A complete reply as received, with its content codings still applied. */
export interface Reply {
  readonly statusCode: number
  readonly statusText: string
  readonly headers: ReplyHeaders
  readonly body: Buffer
}

export type ReplyHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

export interface ExchangeOptions {
  /** A longer body is refused. */
  readonly maxBytes: number
  /** Where a large body takes its room. */
  readonly room: CallRoom
  /** True when the body of this reply is not needed. */
  isSkipped(statusCode: number, headers: ReplyHeaders): boolean
}

/** How much of an unneeded body is read to keep its connection. A longer body closes the connection. */
const MAX_SKIPPED_BYTES = 64 * 1024

/**
 * Sends one request and reads the reply to its end. Uses undici's callbacks directly: streams and signals for each call
 * would cost more than everything else.
 * @throws AppError RESPONSE_TOO_LARGE, the reason of the deadline, or an error of undici or Node
 */
export function exchange(
  dispatcher: Dispatcher,
  hop: Hop,
  options: ExchangeOptions,
  deadline: Deadline,
): Promise<Reply> {
  const { url, method, headers, body } = hop
  if (deadline.reason !== undefined) return Promise.reject(deadline.reason)
  return new Promise((resolve, reject) => {
    // Before the request has a connection, there is nothing to abort.
    deadline.onPassed(reject)
    const handler = readReply(options, deadline, { resolve, reject })
    const target = { origin: url.origin, path: url.pathname + url.search }
    dispatcher.dispatch({ ...target, method, headers: headers.flat(), body: body ?? null }, handler)
  })
}

interface Outcome {
  resolve(reply: Reply): void
  reject(error: Error): void
}

function readReply(options: ExchangeOptions, deadline: Deadline, outcome: Outcome): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = []
  let length = 0
  let isSkipped = false
  let hasRoom = false
  let head: Omit<Reply, 'body'> | undefined
  return {
    onRequestStart(controller) {
      deadline.onPassed((reason) => controller.abort(reason))
    },
    onResponseStart(controller, statusCode, headers, statusText = '') {
      if (statusCode < 200) return
      head = { statusCode, statusText, headers }
      if (statusCode === 205 && !isFramed(headers)) {
        // Nothing follows (RFC 9110 15.3.6), but the parser waits for the end of the connection.
        outcome.resolve({ ...head, body: Buffer.alloc(0) })
        controller.abort(new Error('This reply has no body.'))
        return
      }
      isSkipped = options.isSkipped(statusCode, headers)
      if (!isSkipped && Number(headers['content-length']) > options.maxBytes) throw tooLarge(options.maxBytes)
    },
    onResponseData(controller, chunk) {
      length += chunk.length
      if (!isSkipped) {
        if (length > options.maxBytes) throw tooLarge(options.maxBytes)
        chunks.push(chunk)
        if (hasRoom || length <= SMALL_REPLY_BYTES) return
        hasRoom = true
        controller.pause()
        void options.room.take(wantedRoom(head, options.maxBytes)).then(() => controller.resume())
      } else if (length > MAX_SKIPPED_BYTES && head !== undefined) {
        outcome.resolve({ ...head, body: Buffer.alloc(0) })
        controller.abort(new Error('The rest of this body is not needed.'))
      }
    },
    onResponseEnd() {
      const [only] = chunks
      const body = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length)
      if (head !== undefined) outcome.resolve({ ...head, body })
    },
    onResponseError(_controller, error) {
      outcome.reject(withStatus(error, head?.statusCode))
    },
  }
}

/** The reply says where its body ends. */
function isFramed(headers: ReplyHeaders): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}

/** A packed body, or one of unknown length, may come to any size up to the limit. */
function wantedRoom(head: Omit<Reply, 'body'> | undefined, maxBytes: number): number {
  const length = Number(head?.headers['content-length'])
  return length > 0 && head?.headers['content-encoding'] === undefined ? length : maxBytes
}

/** A refused reply still has a status that the flow can read. */
function withStatus(error: Error, statusCode: number | undefined): Error {
  if (!(error instanceof AppError) || error.code !== 'RESPONSE_TOO_LARGE') return error
  return new AppError(error.code, error.message, { cause: error, extra: { ...error.extra, statusCode } })
}

export function tooLarge(maxBytes: number): AppError {
  const limit = maxBytes >= 1024 * 1024 ? `${Math.round(maxBytes / 1024 / 1024)} MiB` : `${maxBytes} bytes`
  return new AppError('RESPONSE_TOO_LARGE', `The reply is larger than ${limit}.`, {
    extra: { help: 'The service has to send less at once, such as smaller pages.' },
  })
}
