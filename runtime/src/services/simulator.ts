import { type Page, SIMULATOR, type SimulatorMessage, type SimulatorText } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { MessageReceiver } from '../kit/inbound-message.ts'
import { contentOf, fileUrlsOf } from '../kit/message-content.ts'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'
import { sms } from '../messaging/channels/sms.ts'
import type { MessageRepository } from '../messaging/message-repository.ts'
import type { StoredMessage } from '../store/messages/message-records.ts'
import { timeOfId, uuidv7 } from '../store/uuid.ts'
import type { PageRequest } from './page.ts'

export interface SimulatedConversation {
  /** Default: `sms`, if an address is given. */
  readonly channel?: string | undefined
  readonly number?: string | undefined
  readonly contact?: string | undefined
}

/** The built-in phone, as seen by the contact. */
export interface Simulator {
  /**
   * Sends a message from a contact to one of the simulator's addresses. It starts the flow of the address. Without such
   * a flow the status of the message is `no-flow`.
   * @throws AppError INVALID_INPUT, NUMBER_NOT_FOUND, ADDRESS_NOT_FOUND, TOO_MANY_REQUESTS
   */
  send(text: SimulatorText): Promise<SimulatorMessage>
  /** Newest first. `next` leads to older messages. @throws AppError INVALID_INPUT */
  conversation(of: SimulatedConversation, page: PageRequest): Promise<Page<SimulatorMessage>>
}

export interface SimulatorOptions {
  readonly messages: Pick<MessageRepository, 'conversation'>
  readonly receiver: MessageReceiver
  readonly kinds: ChannelKinds
  readonly now: () => Date
}

export function createSimulator({ messages, receiver, kinds, now }: SimulatorOptions): Simulator {
  /** @throws AppError INVALID_INPUT */
  function readContact(channel: string, path: string, value: string): string {
    const read = kinds.get(channel)?.normalise(value)
    if (read !== undefined) return read
    const message = 'Write it in the form of this channel, such as +13055550119 for a text.'
    throw new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
  }

  return {
    async send({ channel = sms.id, text, mediaUrls = [], ...given }) {
      const [from, to] = [readContact(channel, 'from', given.from), readContact(channel, 'to', given.to)]
      const id = uuidv7(now())
      const { runId, isConsentWord } = await receiver.receive({
        accountId: SIMULATOR,
        channel,
        id,
        from,
        to,
        content: contentOf(text, mediaUrls),
      })
      const status = runId === null && isConsentWord !== true ? 'no-flow' : 'received'
      const at = timeOfId(id).toISOString()
      return { id, channel, from, to, text, mediaUrls, direction: 'in', status, at, runId }
    },
    async conversation({ channel, number, contact }, page) {
      const read = (path: string, value: string) => readContact(channel ?? sms.id, path, value)
      const { items, next } = await messages.conversation({
        ...page,
        accountId: SIMULATOR,
        ...(channel === undefined ? {} : { channel }),
        ...(number === undefined ? {} : { address: read('number', number) }),
        ...(contact === undefined ? {} : { contact: read('contact', contact) }),
      })
      return { items: items.map(toResource), next }
    },
  }
}

function toResource(message: StoredMessage): SimulatorMessage {
  const { channel, content, direction, at, runId } = message
  const isIn = direction === 'in'
  const ofInbound = message.status === 'no-flow' ? 'no-flow' : 'received'
  return {
    // The id that the flow sees.
    id: message.providerId ?? message.id,
    channel,
    from: isIn ? message.contact : message.address,
    to: isIn ? message.address : message.contact,
    text: content.text ?? '',
    mediaUrls: fileUrlsOf(content),
    direction,
    status: isIn ? ofInbound : 'delivered',
    at: at.toISOString(),
    runId,
  }
}
