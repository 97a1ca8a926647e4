import type { Socket } from 'node:net'
import type { buildConnector } from 'undici'

/**
 * How a connection failed. `not-connected`: no part of a request was sent. `given-up`: the service closed a kept
 * connection before it sent anything in reply, so it most likely never read the request.
 */
export type ConnectionFault = 'not-connected' | 'given-up'

export interface WatchedConnections {
  readonly connect: buildConnector.connector
  /** What an error of a call says about its connection; undefined for other errors. */
  faultOf(thrown: unknown): ConnectionFault | undefined
}

/** Adds to the connections of a client what undici does not tell, and drops the interim replies that it refuses. */
export function watchConnections(connect: buildConnector.connector): WatchedConnections {
  const faults = new WeakMap<Error, ConnectionFault>()
  return {
    connect: (target, callback) =>
      connect(target, (error, socket) => {
        if (error !== null) {
          faults.set(error, 'not-connected')
          return callback(error, null)
        }
        watch(socket, (thrown, fault) => faults.set(thrown, fault))
        callback(null, socket)
      }),
    faultOf: (thrown) => (thrown instanceof Error ? faults.get(thrown) : undefined),
  }
}

/** A longer interim reply is passed on, and undici refuses it. */
const MAX_INTERIM_BYTES = 64 * 1024

/** With TLS 1.3 a service refuses the client after the client has begun to send: it reads none of that. */
const REFUSED_CLIENT = /^ERR_SSL_.*_ALERT_.*CERTIFICATE/

function watch(socket: Socket, onFault: (thrown: Error, fault: ConnectionFault) => void): void {
  let requests = 0
  /** A request was written, and its final reply has not begun. */
  let isAwaited = false
  let hasAnswered = false
  let held: Buffer = NOTHING
  // Both are replaced on this one socket, and pass on whatever they get.
  const write = socket.write.bind(socket) as (...given: unknown[]) => boolean
  const push = socket.push.bind(socket)

  socket.write = (...given: unknown[]) => {
    if (!isAwaited) {
      isAwaited = true
      hasAnswered = false
      requests += 1
    }
    return write(...given)
  }
  socket.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (!isAwaited) return push(chunk, encoding)
    if (!Buffer.isBuffer(chunk)) {
      // The connection ends: what is held is all that came.
      if (held.length > 0) push(held)
      return push(chunk, encoding)
    }
    hasAnswered = true
    const { rest, isDecided } = withoutInterim(held.length === 0 ? chunk : Buffer.concat([held, chunk]))
    held = isDecided ? NOTHING : rest
    if (!isDecided) return true
    isAwaited = false
    return push(rest)
  }
  socket.on('error', (error: Error & { readonly code?: string }) => {
    if (!isAwaited || hasAnswered) return
    if (requests > 1) onFault(error, 'given-up')
    else if (REFUSED_CLIENT.test(error.code ?? '')) onFault(error, 'not-connected')
  })
}

const NOTHING = Buffer.alloc(0)

/**
 * Cuts off the interim replies at the start. A client must be able to read 1xx that it did not ask for (RFC 9110 15.2),
 * but undici closes the connection on 100. Undecided while the bytes may still be one.
 */
function withoutInterim(bytes: Buffer): { readonly rest: Buffer; readonly isDecided: boolean } {
  let rest = bytes
  for (;;) {
    const start = rest.toString('latin1', 0, 12)
    if (!'HTTP/1.1 1'.startsWith(start.slice(0, 10)) && !'HTTP/1.0 1'.startsWith(start.slice(0, 10))) break
    if (start.length < 12) return { rest, isDecided: false }
    // 101 ends HTTP on this connection, so it is no interim reply.
    if (start.endsWith('101')) break
    const end = rest.indexOf('\r\n\r\n')
    if (end === -1 && rest.length <= MAX_INTERIM_BYTES) return { rest, isDecided: false }
    if (end === -1) break
    rest = rest.subarray(end + 4)
  }
  return { rest, isDecided: true }
}
