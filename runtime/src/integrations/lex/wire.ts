import type { ServiceAnswer } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'

/** What Lex says about a call that it has not done. */
interface LexRefusal {
  /** Such as `ThrottlingException`; empty when something in between answered, such as a proxy. */
  readonly type: string
  /** Empty when it gives none. */
  readonly message: string
}

/** The type is in a header, and some front ends add the address of its documentation behind a colon. */
export function refusalOf({ headers, body }: Pick<ServiceAnswer, 'headers' | 'body'>): LexRefusal {
  const named = headers.find(([name]) => name === 'x-amzn-errortype')?.[1] ?? textOf(fieldOf(body, '__type'))
  const message = textOf(fieldOf(body, 'message') ?? fieldOf(body, 'Message'))
  return { type: named.split(':', 1)[0]?.split('#').at(-1) ?? '', message: message.slice(0, 500) }
}

/** Refusals of the keys themselves, before anybody has asked what they may do. */
const keyFaults: Readonly<Record<string, string>> = {
  UnrecognizedClientException: 'AWS does not know the Access Key ID, or the Session Token is missing or wrong.',
  InvalidSignatureException: 'The Secret Access Key is wrong, or the clock of this server is off by minutes.',
  ExpiredTokenException: 'The Session Token has ended. Enter new temporary keys.',
  IncompleteSignatureException: 'The signature was not taken. Something in between may change the headers.',
  MissingAuthenticationTokenException: 'The signature did not arrive. Something in between may remove the headers.',
}

/** What is wrong with the keys of the account; undefined when it is something else. */
export function keyFaultOf({ type }: LexRefusal): string | undefined {
  return Object.hasOwn(keyFaults, type) ? keyFaults[type] : undefined
}
