import { createHmac } from 'node:crypto'
import { AppError } from '@patchbay/shared/errors'
import type { InboundText, InboundTexts, ReceivedText } from '../../messaging/receive.ts'
import { equalText } from '../../platform/constant-time.ts'
import type { HttpGatewayProperties } from './definition.ts'

export interface GatewayRequest {
  readonly accountId: string
  /** `sha256=<hex>`: HMAC of the raw body with the inbound secret. */
  readonly signature: string | undefined
  /** `Bearer <inbound secret>`. */
  readonly authorization: string | undefined
  /** The body as it came. */
  readonly rawBody: string
  /** Reads the body once the sender is known. @throws AppError for one that cannot be used */
  readText(): Omit<InboundText, 'accountId'>
}

/** Texts that HTTP gateways post. */
export interface GatewayInbound {
  /** @throws AppError ACCOUNT_NOT_FOUND, UNAUTHENTICATED, INVALID_TOKEN, and as `InboundTexts.receive` */
  receive(request: GatewayRequest): Promise<ReceivedText>
}

export function createGatewayInbound(options: {
  readonly propertiesOf: (accountId: string) => Promise<HttpGatewayProperties | undefined>
  readonly texts: InboundTexts
}): GatewayInbound {
  return {
    async receive(request) {
      const properties = await options.propertiesOf(request.accountId)
      if (properties === undefined) throw new AppError('ACCOUNT_NOT_FOUND', 'There is no such HTTP gateway account.')
      requireSender(request, properties.inboundSecret)
      return options.texts.receive({ ...request.readText(), accountId: request.accountId })
    },
  }
}

function requireSender({ signature, authorization, rawBody }: GatewayRequest, secret: string | undefined): void {
  if (signature === undefined && authorization === undefined) {
    throw new AppError('UNAUTHENTICATED', 'Sign the body in X-Patchbay-Signature, or send the secret as Bearer token.')
  }
  // A secret that is missing or empty lets nobody in.
  if (secret === undefined || secret === '') throw wrong()
  const expected =
    signature === undefined
      ? `Bearer ${secret}`
      : `sha256=${createHmac('sha256', secret).update(rawBody, 'utf8').digest('hex')}`
  const given = signature === undefined ? (authorization ?? '') : signature.trim().toLowerCase()
  if (!equalText(given, expected)) throw wrong()
}

function wrong(): AppError {
  return new AppError('INVALID_TOKEN', 'The signature or token does not fit the inbound secret of the account.')
}
