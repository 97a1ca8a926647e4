import type { OpenAccount } from './account.ts'
import type { AddressedMessage, Channel, ChannelDefinition, SendOutcome } from './channel.ts'
import type { IntegrationHost } from './integration.ts'
import { saysNothing } from './message-content.ts'
import { accountGone, nothingToSend, notSentByFailure } from './not-sent.ts'

interface MessengerOptions<Properties> {
  readonly definition: ChannelDefinition
  /** Makes one attempt. What it throws becomes an outcome. */
  send(account: OpenAccount<Properties>, message: AddressedMessage, signal: AbortSignal): Promise<SendOutcome>
  /** Shows the contact that an answer is being written. Absent: the service has no such sign. */
  typing?(account: OpenAccount<Properties>, contact: string, signal: AbortSignal): Promise<unknown>
}

/**
 * A channel of one kind whose service takes no key and cannot be asked about a message: each message is sent at most once,
 * at the pace that its account names.
 */
export function messengerChannel<Properties extends object>(
  { accounts }: Pick<IntegrationHost<Properties>, 'accounts'>,
  { definition, send, typing }: MessengerOptions<Properties>,
): Channel {
  return {
    definitions: [definition],
    repeatOf: async () => 'never',
    messagesPerSecond: async (accountId) => paceOf((await accounts.open(accountId))?.properties),
    async send(message, signal) {
      const account = await accounts.open(message.accountId)
      if (account === undefined) return accountGone
      if (saysNothing(message.content)) return nothingToSend
      try {
        return await send(account, message, signal)
      } catch (error) {
        return notSentByFailure(error)
      }
    },
    ...(typing !== undefined && {
      async typing({ accountId, contact }, signal) {
        const account = await accounts.open(accountId)
        if (account !== undefined) await typing(account, contact, signal)
      },
    }),
  }
}

/** Accounts of a service that sets its own pace have no such property. */
function paceOf(properties: object | undefined): number | undefined {
  const pace = properties !== undefined && 'messagesPerSecond' in properties ? properties.messagesPerSecond : undefined
  return typeof pace === 'number' ? pace : undefined
}
