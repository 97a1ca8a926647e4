import {
  type MessageContent,
  type Page,
  type RunResource,
  SIMULATOR,
  type SimulatedPhone,
  type SimulatorMessage,
  type SimulatorReceipt,
  type SimulatorText,
} from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { contentOf } from '../kit/message-content.ts'
import { notReached, phoneReceiptsIn, phoneSetting } from '../kit/simulated-phone.ts'
import { testAccountOf } from '../kit/test-account.ts'
import type { AddressRepository } from '../messaging/address-repository.ts'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'
import { sms } from '../messaging/channels/sms.ts'
import { keptMedia } from '../messaging/media/kept-media.ts'
import type { MediaLinks } from '../messaging/media/media-links.ts'
import type { MediaRepository } from '../messaging/media/media-repository.ts'
import type { MessageRepository } from '../messaging/message-repository.ts'
import type { TestableReceiver } from '../messaging/receive.ts'
import type { SettingRepository } from '../store/repositories/setting-repository.ts'
import { timeOfId, uuidv7 } from '../store/uuid.ts'
import type { Drafts } from './drafts.ts'
import type { PageRequest } from './page.ts'
import type { Runs } from './runs.ts'
import { toSimulatorMessage } from './simulator-message.ts'

export interface SimulatedConversation {
  /** Default: `sms`, if an address is given. */
  readonly channel?: string | undefined
  /** The flow whose draft is tested. Default: conversations with what is live. */
  readonly draftOf?: string | undefined
  readonly number?: string | undefined
  readonly contact?: string | undefined
}

/** The built-in phones, as seen by the contacts. */
export interface Simulator {
  /**
   * Sends a message from a contact to one of the simulator's addresses. It starts the flow of the address, or answers
   * the run that waits. Without such a flow the status of the message is `no-flow`.
   * @param by who sends it
   * @throws AppError INVALID_INPUT, NUMBER_NOT_FOUND, ADDRESS_NOT_FOUND, TOO_MANY_REQUESTS, and as `Drafts.byMessage`
   */
  send(text: SimulatorText, by: string): Promise<SimulatorMessage>
  /** Newest first. `next` leads to older messages. @throws AppError INVALID_INPUT */
  conversation(of: SimulatedConversation, page: PageRequest): Promise<Page<SimulatorMessage>>
  /** Takes a receipt as if a carrier had sent it. Returns the message as it is then. @throws AppError MESSAGE_NOT_FOUND */
  receipt(messageId: string, receipt: SimulatorReceipt): Promise<SimulatorMessage>
  /** @throws AppError INVALID_INPUT */
  phone(channel: string, contact: string): Promise<SimulatedPhone>
  /** @throws AppError INVALID_INPUT */
  setPhone(channel: string, contact: string, phone: SimulatedPhone): Promise<SimulatedPhone>
  /**
   * Ends the wait of a run as if its time had passed. Does nothing for a run that does not wait.
   * @throws AppError RUN_NOT_FOUND unless it is a run of one of the simulator's addresses, or a test on its phones
   */
  endWait(runId: string): Promise<RunResource>
}

export interface SimulatorOptions {
  readonly messages: Pick<MessageRepository, 'conversation' | 'sentAs'>
  readonly receiver: TestableReceiver
  readonly drafts: Pick<Drafts, 'byMessage'>
  readonly settings: Pick<SettingRepository, 'get' | 'set' | 'remove'>
  readonly files: Pick<MediaRepository, 'find'>
  readonly links: Pick<MediaLinks, 'forPages'>
  readonly kinds: ChannelKinds
  readonly addresses: Pick<AddressRepository, 'find'>
  readonly runs: Pick<Runs, 'get'>
  /** Lets the time of a run's wait be over, and wakes the run. */
  readonly endWait: (runId: string) => Promise<void>
  readonly now: () => Date
}

type Said = Pick<SimulatorText, 'text' | 'choice' | 'mediaUrls' | 'media'>

export function createSimulator(options: SimulatorOptions): Simulator {
  const { messages, receiver, drafts, settings, files, kinds, addresses, runs, now } = options
  const show = (message: Parameters<typeof toSimulatorMessage>[0]) => toSimulatorMessage(message, options.links)

  /** @throws AppError INVALID_INPUT */
  function readContact(channel: string, path: string, value: string): string {
    const read = kinds.get(channel)?.normalise(value)
    if (read !== undefined) return read
    const message = 'Write it in the form of this channel, such as +13055550119 for a text.'
    throw new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
  }

  /** A pressed button says its title. @throws AppError INVALID_INPUT for a file that is not kept here */
  async function contentFrom({
    choice,
    text = choice?.title ?? '',
    mediaUrls,
    media = [],
  }: Said): Promise<MessageContent> {
    const content = contentOf(text, mediaUrls)
    const kept = await Promise.all(media.map(({ id }, index) => keptMedia(files, id, `media/${index}/id`)))
    const all = [...(content.media ?? []), ...kept]
    return {
      ...content,
      ...(all.length === 0 ? {} : { media: all }),
      ...(choice === undefined ? {} : { choice }),
    }
  }

  async function send({ channel = sms.id, draftOf, ...given }: SimulatorText, by: string): Promise<SimulatorMessage> {
    const [from, to] = [readContact(channel, 'from', given.from), readContact(channel, 'to', given.to)]
    const [id, content] = [uuidv7(now()), await contentFrom(given)]
    const message = { channel, id, from, to, content }
    const { runId, isConsentWord } =
      draftOf === undefined
        ? await receiver.receive({ ...message, accountId: SIMULATOR })
        : await receiver.receiveTest(message, await drafts.byMessage(draftOf, channel, by))
    const status = runId === null && isConsentWord !== true ? 'no-flow' : 'received'
    const place = { id, providerId: id, channel, address: to, contact: from, direction: 'in' } as const
    return show({ ...place, content, status, at: timeOfId(id), runId })
  }

  return {
    send,
    async conversation({ channel, draftOf, number, contact }, page) {
      const read = (path: string, value: string) => readContact(channel ?? sms.id, path, value)
      const { items, next } = await messages.conversation({
        ...page,
        accountId: accountOf(draftOf),
        ...(channel === undefined ? {} : { channel }),
        ...(number === undefined ? {} : { address: read('number', number) }),
        ...(contact === undefined ? {} : { contact: read('contact', contact) }),
      })
      return { items: items.map(show), next }
    },
    async receipt(messageId, { status, draftOf }) {
      const accountId = accountOf(draftOf)
      if ((await messages.sentAs(accountId, messageId)) === undefined) throw noSuchMessage()
      const reason = status === 'undelivered' ? { error: notReached } : {}
      await receiver.receipt({ accountId, messageId, status, ...reason })
      const message = await messages.sentAs(accountId, messageId)
      if (message === undefined) throw noSuchMessage()
      return show(message)
    },
    phone: async (channel, contact) => ({
      receipts: phoneReceiptsIn(await settings.get(phoneSetting(channel, readContact(channel, 'contact', contact)))),
    }),
    async setPhone(channel, contact, { receipts }) {
      const key = phoneSetting(channel, readContact(channel, 'contact', contact))
      await (receipts === 'deliver' ? settings.remove(key) : settings.set(key, receipts))
      return { receipts }
    },
    async endWait(runId) {
      const { channel, address, test } = await runs.get(runId)
      const ours = channel === null || address === null ? undefined : await addresses.find({ channel, value: address })
      if (test?.sends !== 'simulator' && ours?.accountId !== SIMULATOR)
        throw new AppError('RUN_NOT_FOUND', 'No message to the simulator started it.')
      await options.endWait(runId)
      return runs.get(runId)
    },
  }
}

function accountOf(draftOf: string | undefined): string {
  return draftOf === undefined ? SIMULATOR : testAccountOf(draftOf)
}

function noSuchMessage(): AppError {
  return new AppError('MESSAGE_NOT_FOUND', 'The simulator has sent no such message, or more than seven days ago.')
}
