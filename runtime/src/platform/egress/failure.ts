import { AppError } from '@patchbay/shared/errors'

const unknownHost = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME'])

/** Codes of Node for a certificate that cannot be trusted. */
const certificate = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/

const connectionSentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection before the reply was complete',
  EPIPE: 'closed the connection before the request was complete',
  UND_ERR_SOCKET: 'closed the connection before the reply was complete',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'closed the connection before the reply was complete',
  ECONNABORTED: 'closed the connection before the reply was complete',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ETIMEDOUT: 'did not accept a connection',
  UND_ERR_CONNECT_TIMEOUT: 'did not accept a connection',
  EPROTO: 'does not speak TLS at this address',
}

/** Failures before a connection existed: no part of the request was sent. */
const unconnected = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'EPROTO',
])

/**
 * Converts an error that undici or Node threw during a call into one with a code of ours. `extra.notSent` is true when
 * the other side has certainly received nothing of the request.
 * @param isFirst false after a redirect, because an earlier host has received the request
 */
export function toWebFailure(thrown: unknown, host: string, isFirst = true): AppError {
  if (thrown instanceof AppError) return thrown
  const code = codeOf(thrown)
  if (unknownHost.has(code)) {
    return new AppError('HOST_NOT_FOUND', `The host ${host} is not known.`, {
      cause: thrown,
      extra: { help: 'Check the spelling of the URL, and that this machine can resolve the name.' },
    })
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'HPE_HEADER_OVERFLOW') {
    return new AppError('RESPONSE_TOO_LARGE', `${host} sent more headers than can be read.`, { cause: thrown })
  }
  if (code === 'UND_ERR_INVALID_ARG') {
    return new AppError('INVALID_VALUE', 'A header of the request has a name or value that cannot be sent.', {
      cause: thrown,
      extra: { help: 'Header names are letters, digits and hyphens; values have no line breaks.' },
    })
  }
  return new AppError('CONNECTION_FAILED', `${host} ${connectionSentence(code, thrown)}.`, {
    cause: thrown,
    extra: {
      help: 'Try again later. If it keeps failing, ask the operator of the service.',
      ...(isFirst && (unconnected.has(code) || certificate.test(code)) ? { notSent: true } : {}),
    },
  })
}

function connectionSentence(code: string, thrown: unknown): string {
  if (certificate.test(code)) return `has a certificate that cannot be trusted (${code})`
  if (code.startsWith('HPE_')) return 'answered something that is not HTTP'
  const detail = code === '' && thrown instanceof Error ? thrown.name : code
  return connectionSentences[code] ?? `could not be called (${detail})`
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return ''
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code
  return thrown.cause === undefined ? '' : codeOf(thrown.cause)
}
