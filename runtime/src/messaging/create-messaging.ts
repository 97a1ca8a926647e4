import type { MessageEngine } from '../engine/engine-api.ts'
import type { LiveEvents } from '../engine/live-events.ts'
import type { LiveFlows } from '../engine/live-flows.ts'
import type { Channel } from '../kit/channel.ts'
import type { StepFiles } from '../kit/media.ts'
import { testedFlowOf } from '../kit/test-account.ts'
import { publicUrlOf } from '../platform/config/addresses.ts'
import type { Config } from '../platform/config/config.ts'
import type { Worker } from '../platform/queue/job.ts'
import type { Queue } from '../platform/queue/queue.ts'
import type { Database } from '../store/database.ts'
import { isWithPerson } from '../store/messages/is-with-person.ts'
import type { MessageRecord } from '../store/messages/message-records.ts'
import { nameContact } from '../store/messages/name-contact.ts'
import { storeChange } from '../store/messages/store-change.ts'
import { readReported } from '../store/messages/store-receipt.ts'
import type { SettingRepository } from '../store/repositories/setting-repository.ts'
import type { AddressOwners } from './address-owners.ts'
import type { ChannelKinds } from './channel-kinds.ts'
import { type Consent, createConsent } from './consent/consent.ts'
import type { ConsentRepository } from './consent/consent-repository.ts'
import { createMediaFetcher, type MediaFetcherOptions } from './media/fetch-job.ts'
import { limitMedia } from './media/limit-media.ts'
import { createMediaLinks, type MediaLinks } from './media/media-links.ts'
import type { MediaRepository } from './media/media-repository.ts'
import { createOutboundFiles } from './media/outbound-files.ts'
import { createStepFiles } from './media/step-files.ts'
import type { MessageRepository } from './message-repository.ts'
import { createMessageReceiver, type TestableReceiver } from './receive.ts'
import { type ConsentingSender, createMessageSender } from './send.ts'
import { createSendAlone, type SendAlone } from './send-alone.ts'
import { createSharedLoopGuard } from './shared-loop-guard.ts'
import { createTypingSign } from './typing-sign.ts'

export interface MessagingOptions {
  readonly config: Config
  /** The text of the server's key. */
  readonly key: string
  readonly database: Database
  readonly repositories: {
    readonly consents: ConsentRepository
    readonly media: MediaRepository
    readonly messages: MessageRepository
    readonly settings: SettingRepository
  }
  readonly kinds: ChannelKinds
  readonly ownerOf: AddressOwners['of']
  /** Channels by the type of the accounts that use them. */
  readonly channels: ReadonlyMap<string, Channel>
  readonly fetchMedia: MediaFetcherOptions['fetch']
  readonly liveFlows: Pick<LiveFlows, 'byAddress'>
  readonly events: LiveEvents
  readonly queue: Queue
  /** Stores a message that no run sends. */
  readonly store: (message: MessageRecord) => Promise<unknown>
  readonly isWorking: (runId: string) => boolean
  /** How many processes send, this one included. */
  readonly nodes: () => number
  readonly now: () => Date
  readonly clock: () => number
  readonly onError: (error: unknown, about?: object) => void
  /** Called when a service took no typing sign. */
  readonly onNoSign: (error: unknown) => void
}

export interface MessagingParts {
  readonly consent: Consent
  readonly sender: ConsentingSender
  readonly sendAlone: SendAlone
  readonly mediaLinks: MediaLinks
  readonly files: StepFiles
  readonly onMediaStored: () => Promise<void>
  readonly worker: Worker
  /** The way in, once there is an engine that takes messages. */
  createReceiver(engine: MessageEngine): TestableReceiver
}

/** The ways of messages in and out, with the consent of contacts and the files. */
export function createMessaging(options: MessagingOptions): MessagingParts {
  const { config, database, repositories, kinds, ownerOf, channels, events, now, clock, onError, store } = options
  const { consents, media, messages, settings } = repositories
  const consent = createConsent({
    consents,
    settings,
    kinds,
    ownerOf,
    isShared: config.databaseUrl !== undefined,
    senderOf(accountId) {
      const tested = testedFlowOf(accountId)
      return (tested === undefined ? sender : sender.forTest(tested)).answerConsent
    },
    store,
    zoneOf: messages.zoneOf,
    hasWritten: ({ channel, from: address, to: contact }, since) =>
      messages.hasWritten({ channel, address, contact, since }),
    now,
    clock,
    onError,
  })
  const mediaLinks = createMediaLinks({ key: options.key, ...publicUrlOf(config), now })
  const typing = createTypingSign({ channels, isWorking: options.isWorking, onFailed: options.onNoSign })
  const sender = createMessageSender({
    typing,
    channels,
    kinds,
    ownerOf,
    loops: createSharedLoopGuard({ messages, nodes: options.nodes, now }),
    optedOut: consent.optedOut,
    files: createOutboundFiles({ media, links: mediaLinks, ...publicUrlOf(config) }),
    hasWritten: ({ channel, from: address, to: contact }, since, accountId) =>
      messages.hasWritten({ ...(accountId === undefined ? {} : { accountId }), channel, address, contact, since }),
    quietHours: consent.quietHours,
    isWithPerson: (conversation) => isWithPerson(database, conversation),
    refused: consent.refused,
    reported: (sent) => readReported(database, sent),
    now,
    clock,
  })
  const onMediaStored = limitMedia(media, config.mediaLimitMb)
  const fetcher = createMediaFetcher({
    media,
    queue: options.queue,
    fetch: options.fetchMedia,
    onStored: onMediaStored,
    events,
    now,
    onError,
  })
  return {
    consent,
    sender,
    sendAlone: createSendAlone({
      send: (message, signal, keep) => sender.answerConsent(message, signal, keep),
      store,
    }),
    mediaLinks,
    files: createStepFiles({ media, links: mediaLinks, ...publicUrlOf(config), onStored: onMediaStored, now }),
    onMediaStored,
    worker: fetcher.worker,
    createReceiver: (engine) =>
      createMessageReceiver({
        typing,
        ownerOf,
        kinds,
        liveFlows: options.liveFlows,
        engine,
        consent: consent.words,
        files: { begin: fetcher.begin, addressOf: mediaLinks.forServices },
        refused: consent.refused,
        blocked: consent.blocked,
        sentUntil: messages.sentUntil,
        storeChange: (change) => storeChange(database.kysely, change, now()),
        nameContact: (contactPointId, name) => nameContact(database.kysely, { contactPointId, name, at: now() }),
        events,
        now,
      }),
  }
}
