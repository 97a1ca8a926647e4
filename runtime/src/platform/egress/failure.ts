import { AppError } from '@patchbay/shared/errors'
import type { ConnectionFault } from './watched-connections.ts'

const unknownHost = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME'])

/** Where a call failed. */
export interface FailedCall {
  readonly url: URL
  readonly fault: ConnectionFault | undefined
  /** False after a redirect, because an earlier host has received the request. */
  readonly isFirst: boolean
}

/**
 * Converts an error that undici or Node threw during a call into one with a code of ours. `extra.notSent` is true when
 * the other side has certainly received nothing of the request.
 */
export function toWebFailure(thrown: unknown, call: FailedCall): AppError {
  if (thrown instanceof AppError) return thrown
  const { host } = call.url
  const code = codeOf(thrown)
  const unsent = call.isFirst && call.fault === 'not-connected' ? { notSent: true } : {}
  if (unknownHost.has(code)) {
    return new AppError('HOST_NOT_FOUND', `The host ${host} is not known.`, {
      cause: thrown,
      extra: { help: 'Check the spelling of the address, and that this machine can resolve the name.', ...unsent },
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
  const { sentence, help = TRY_AGAIN } = explain(thrown, code, call)
  return new AppError('CONNECTION_FAILED', `${host} ${sentence}.`, { cause: thrown, extra: { help, ...unsent } })
}

interface Explanation {
  /** Follows the name of the host. */
  readonly sentence: string
  /** What to do next, if not to try again later. */
  readonly help?: string
}

const TRY_AGAIN = 'Try again later. If it keeps failing, ask the operator of the service.'
const ASK_OPERATOR = 'Trying again will not help. Ask the operator of the service.'

function explain(thrown: unknown, code: string, { url, fault }: FailedCall): Explanation {
  if (isParserError(thrown)) return brokenReply(thrown, url)
  if (code === 'UND_ERR_SOCKET' && thrown instanceof Error && thrown.message === 'bad upgrade') {
    return { sentence: 'answered that it goes on with another protocol than HTTP', help: ASK_OPERATOR }
  }
  if (fault === 'not-connected' && code === 'ECONNRESET') {
    return { sentence: 'closed the connection before anything could be sent' }
  }
  const known = connectionSentences[code]
  if (known !== undefined) return { sentence: known }
  const matching = handshakes.find(([pattern]) => pattern.test(code))
  if (matching !== undefined) return matching[1]
  // A code of the system tells an operator something; the name of a class does not.
  return { sentence: /^E[A-Z]+$/.test(code) ? `could not be called (${code})` : 'could not be called' }
}

const connectionSentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection before the reply was complete',
  EPIPE: 'closed the connection before the request was complete',
  UND_ERR_SOCKET: 'closed the connection before the reply was complete',
  ECONNABORTED: 'closed the connection before the reply was complete',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'sent a reply that has another length than it announced',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ETIMEDOUT: 'did not accept a connection',
  UND_ERR_CONNECT_TIMEOUT: 'did not accept a connection',
}

/** Why no encrypted connection came about, by the codes of Node and OpenSSL. The first that matches counts. */
const handshakes: readonly (readonly [RegExp, Explanation])[] = [
  [/^CERT_HAS_EXPIRED$/, { sentence: 'has a certificate that has expired', help: ASK_OPERATOR }],
  [
    /^ERR_TLS_CERT_ALTNAME/,
    { sentence: 'has the certificate of another host', help: 'Check the host in the address.' },
  ],
  [
    /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT)/,
    {
      sentence: 'has a certificate that cannot be trusted',
      help: 'The certificate, or one above it, was not issued by a known authority. Ask the operator of the service.',
    },
  ],
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|^EPROTO$/,
    {
      sentence: 'does not speak TLS at this address',
      help: 'Begin the address with http://, or name the port at which the service speaks https.',
    },
  ],
  [
    /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW/,
    { sentence: 'speaks only a version of TLS that is no longer safe', help: ASK_OPERATOR },
  ],
  [
    /_ALERT_.*CERTIFICATE/,
    { sentence: 'wants a client certificate, and Patchbay cannot send one', help: ASK_OPERATOR },
  ],
  [/^ERR_(SSL|TLS)_/, { sentence: 'and Patchbay could not agree on an encrypted connection', help: ASK_OPERATOR }],
]

/** undici's error for bytes that its parser refuses, with the reason in brackets. */
function isParserError(thrown: unknown): thrown is Error {
  return thrown instanceof Error && thrown.name === 'HTTPParserError'
}

function brokenReply({ message }: Error, url: URL): Explanation {
  const reason = /\(([^()]+)\)$/.exec(message)?.[1]
  if (reason?.startsWith('Expected HTTP/') === true) {
    const isPlain = url.protocol === 'http:'
    return {
      sentence: 'answered something that is not HTTP',
      help: isPlain
        ? 'Check the port. If the service speaks https there, begin the address with https://.'
        : 'Check the port.',
    }
  }
  const told = reason === undefined ? '' : `: ${reason}`
  return { sentence: `sent a reply that breaks the rules of HTTP${told}`, help: ASK_OPERATOR }
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return ''
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code
  return thrown.cause === undefined ? '' : codeOf(thrown.cause)
}
