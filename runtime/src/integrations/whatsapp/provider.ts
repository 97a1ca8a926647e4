import type { AccountCheck, MessageContent, MessageMedia } from '@patchbay/shared/api'
import type { ChannelAbilities } from '@patchbay/shared/nodes'
import type { CallbackEvent, CallbackRequest } from '../../kit/callback.ts'
import type { AddressedMessage, SendOutcome } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import type { FetchedMedia } from '../../kit/media.ts'
import type { MessageTemplate } from '../../kit/message-template.ts'
import type { WhatsAppProperties } from './account.ts'

export type WhatsAppHost = Pick<IntegrationHost<WhatsAppProperties>, 'web' | 'url' | 'now' | 'publicUrl'>

export interface ProviderCall {
  readonly properties: WhatsAppProperties
  readonly signal: AbortSignal
}

/** A company that carries WhatsApp messages. */
export interface Provider {
  /** The properties that its accounts need, by the title that people see. */
  readonly needed: readonly (readonly [name: keyof WhatsAppProperties, title: string])[]
  /** Where it carries less than WhatsApp can show. */
  readonly abilities?: ChannelAbilities
  /** Makes one attempt. @throws AppError when no answer came */
  send(host: WhatsAppHost, call: ProviderCall, message: SendingMessage): Promise<SendOutcome>
  /** @throws AppError UNAUTHENTICATED, INVALID_TOKEN */
  verify(request: CallbackRequest, properties: WhatsAppProperties, now: Date): void
  read(request: CallbackRequest, properties: WhatsAppProperties): readonly CallbackEvent[]
  /** Test Connection. */
  check(host: WhatsAppHost, call: ProviderCall): Promise<AccountCheck>
  /** Set Webhook, or what people do in its place. */
  setWebhook(host: WhatsAppHost, call: ProviderCall, webhook: WebhookPlace): Promise<AccountCheck>
  /** The approved templates of the number. Absent: the provider tells them to people only. */
  templates?(host: WhatsAppHost, call: ProviderCall): Promise<readonly MessageTemplate[]>
  fetchMedia?(host: WhatsAppHost, call: ProviderCall, media: MessageMedia): Promise<FetchedMedia>
}

export interface WebhookPlace {
  readonly url: string
  readonly accountId: string
}

export interface SendingMessage extends AddressedMessage {
  /** Where receipts go; absent when this server does not know how it is reached. */
  readonly receiptUrl?: string
}

/** The advertisement or post by which somebody came; none when it has no id. */
export function referralOf(source: (part: 'type' | 'id') => string): Pick<MessageContent, 'referral'> {
  const ref = source('id')
  return ref === '' ? {} : { referral: { source: source('type'), ref } }
}

/** A call, or a part of one, that Patchbay does not use. `what` goes behind "WhatsApp brought". */
export function ignored(what: string): readonly CallbackEvent[] {
  return [{ kind: 'ignored', why: `WhatsApp brought ${what}.` }]
}
