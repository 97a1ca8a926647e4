import type { JsonObject } from '@patchbay/shared/json'
import type { MessageEngine, StartedRun } from '../engine/engine-api.ts'
import type { LiveFlows, LiveTrigger } from '../engine/live-flows.ts'
import type {
  ContactBlock,
  InboundMessage,
  MessageReceiver,
  ReceivedMessage,
  TestMessage,
} from '../kit/inbound-message.ts'
import { canAnswer, wordsOf } from '../kit/message-content.ts'
import { testAccountOf } from '../kit/test-account.ts'
import type { MessageRecord } from '../store/messages/message-records.ts'
import type { RunTest } from '../store/runs/run-records.ts'
import { uuidv7 } from '../store/uuid.ts'
import { addressOfOthers } from './address-errors.ts'
import type { AddressOwner } from './address-owners.ts'
import { type ChannelKinds, contactAccountOf } from './channel-kinds.ts'
import type { ConsentWords } from './consent-words.ts'
import { createContactNames, type NameContact } from './contact-names.ts'
import { withMediaIds } from './media/received-files.ts'
import { createMessageChanges, type MessageChangesOptions } from './message-changes.ts'
import { plausibleTime } from './plausible-time.ts'
import { createReceipts, type ReceiptsOptions } from './receipts.ts'
import { isRestartWord } from './restart-word.ts'
import type { TypingSign } from './typing-sign.ts'

export interface MessageReceiverOptions extends ReceiptsOptions, MessageChangesOptions {
  readonly ownerOf: (address: { readonly channel: string; readonly value: string }) => Promise<AddressOwner | undefined>
  readonly kinds: ChannelKinds
  readonly liveFlows: Pick<LiveFlows, 'byAddress'>
  readonly engine: MessageEngine
  readonly consent: ConsentWords
  readonly nameContact: NameContact
  readonly blocked: (block: ContactBlock) => Promise<boolean>
  readonly typing?: Pick<TypingSign, 'begin'>
  readonly now: () => Date
}

/** The receiver as it is within the product: it takes messages for drafts, too. */
export interface TestableReceiver extends MessageReceiver {
  /** As `receive`, for a draft that is tested: where no run of its tests waits for the message, it starts `draft`. */
  receiveTest(message: TestMessage, draft: LiveTrigger): Promise<ReceivedMessage>
}

/**
 * The one way in for messages. In this order a message is for: consent, the person who has the conversation, the run
 * that asked last, the live flow of the address, nobody. Whichever it is, the message is stored in one commit with what
 * it causes.
 */
export function createMessageReceiver(options: MessageReceiverOptions): TestableReceiver {
  const { ownerOf, kinds, liveFlows, engine, consent, files, events, now } = options
  const names = createContactNames(options.nameContact)

  /** Address and contact in the spelling of their channel. A contact that cannot be read is kept as received. */
  function recordOf(message: InboundMessage): MessageRecord {
    const { accountId, channel } = message
    const kind = kinds.get(channel)
    const spelled = (value: string) => kind?.normalise(value, 'service') ?? value.trim()
    const arrivedAt = now()
    const at = plausibleTime(message.at, arrivedAt)
    const [address, contact, contactAccount] = [
      spelled(message.to),
      spelled(message.from),
      contactAccountOf(kind, accountId),
    ]
    const place = {
      id: uuidv7(arrivedAt),
      channel,
      accountId,
      address,
      contact,
      contactAccount,
      direction: 'in',
    } as const
    return {
      ...place,
      content: withMediaIds(message.content, arrivedAt),
      status: 'received',
      at,
      runId: null,
      providerId: message.id,
    }
  }

  /** The service's own addresses of the files; ours of a file that has none. */
  function fileUrlsOf({ content: { media = [] } }: MessageRecord): readonly string[] {
    return media.flatMap(({ url, id, type }) => url ?? (id === undefined ? [] : files.addressOf({ id, type })))
  }

  async function take(message: Incoming, trigger: LiveTrigger | undefined, test?: RunTest): Promise<Taken> {
    if (isReaction(message)) return takenBy(message, await engine.receive({ ...message, status: REACTION }))
    const word = await consent.takesConsentWord(message)
    if (word !== undefined) {
      // Before it is stored: when the process dies between the two, the service sends the word again.
      if (word.status === 'opted-out') await engine.endWaiting(message)
      const taken = takenBy(message, await engine.receive({ ...message, status: word.status }))
      if (!taken.duplicate) await word.answered()
      return { ...taken, isConsentWord: true }
    }
    const isRestart = trigger !== undefined && isRestartWord(trigger, message)
    if (isRestart) await engine.endWaiting(message)
    for (;;) {
      // When no run waits any more, the message is for the flow after all.
      const taken = (await start(message, trigger, test)) ?? (await reply(message))
      if (taken !== undefined) return taken
    }
  }

  /** Gives the message to the run that waits, or to the person. Undefined when there is neither. */
  async function reply(message: MessageRecord): Promise<Taken | undefined> {
    const answer = canAnswer(message.content) ? replyOf(message, fileUrlsOf(message)) : undefined
    const outcome = await engine.reply(message, answer)
    if (outcome.kind === 'nobody') return undefined
    if (outcome.kind === 'duplicate') return { ...outcome.earlier, duplicate: true }
    return { messageId: message.id, runId: outcome.kind === 'woken' ? outcome.runId : null, duplicate: false }
  }

  /** Starts the flow of the address, or only stores the message. Undefined when a run or a person may want it. */
  async function start(
    message: Incoming,
    trigger: LiveTrigger | undefined,
    test: RunTest | undefined,
  ): Promise<Taken | undefined> {
    if (trigger === undefined) {
      const received = await engine.receive({ ...message, status: NO_FLOW })
      return received.isDiverted === true ? undefined : takenBy(message, received)
    }
    const event = eventOf(message, fileUrlsOf(message))
    const started = await engine.startRun({ ...trigger, event, message, ...(test && { test }) })
    return started.isDiverted === true ? undefined : startedBy(message, started)
  }

  /** Called once a message is stored. */
  function stored({ channel, address, contact, at, content }: MessageRecord): void {
    events.publish({ type: 'message', channel, address, contact, at: at.toISOString() })
    files.begin(content)
  }

  return {
    ...createReceipts(options),
    ...createMessageChanges(options),
    blocked: options.blocked,
    async receive(given) {
      const message = recordOf(given)
      const { channel, address } = message
      const owner = await ownerOf({ channel, value: address })
      if (owner?.accountId !== message.accountId) throw addressOfOthers({ channel, value: address }, kinds)
      // Who writes has not blocked us, even if the service's word of that was lost.
      if (kinds.get(channel)?.hasConsentWords !== true) await options.blocked(unblockedBy(message))
      const { contactName } = given
      const incoming = contactName === undefined ? message : { ...message, contactName }
      const trigger = liveFlows.byAddress({ channel, value: address })
      const taken = await take(incoming, trigger)
      if (!taken.duplicate) {
        stored(message)
        if (taken.runId !== null) options.typing?.begin({ ...owner, contact: message.contact }, taken.runId)
      }
      // Last: when it fails, the service brings the message again, which then does only this.
      if (contactName !== undefined) await names.keep(message, contactName)
      return taken
    },
    async receiveTest(given, draft) {
      const { flowId } = draft.live
      const message = recordOf({ ...given, accountId: testAccountOf(flowId) })
      const taken = await take(message, draft, { flowId, sends: 'simulator' })
      if (!taken.duplicate) stored(message)
      return taken
    },
  }
}

function unblockedBy({ channel, accountId, address, contact }: MessageRecord): ContactBlock {
  return { channel, accountId, address, contact, isBlocked: false, detail: 'The contact has written again.' }
}

type Taken = ReceivedMessage

/** A message, and what of it only the flow gets. */
type Incoming = MessageRecord & Pick<InboundMessage, 'contactName'>

/** Status of a message that no flow answers. */
const NO_FLOW = 'no-flow'

/** Status of a sign at an earlier message, which is kept, and for which no flow starts or continues. */
const REACTION = 'reaction'

function isReaction({ content }: MessageRecord): boolean {
  return content.reaction !== undefined && content.referral === undefined && !canAnswer(content)
}

function takenBy(
  { id }: MessageRecord,
  { earlier }: { readonly earlier?: { readonly messageId: string; readonly runId: string | null } },
): Taken {
  return earlier === undefined ? { messageId: id, runId: null, duplicate: false } : { ...earlier, duplicate: true }
}

function startedBy({ id }: MessageRecord, { runId, earlier }: StartedRun): Taken {
  return earlier === undefined ? { messageId: id, runId, duplicate: false } : { ...earlier, duplicate: true }
}

/** What the trigger makes its outputs of. */
function eventOf(
  { channel, address, contact, contactName, content, providerId }: Incoming,
  mediaUrls: readonly string[],
) {
  const said = { message: wordsOf(content), mediaUrls, messageId: providerId ?? '' }
  const name = contactName === undefined ? {} : { contactName }
  return { address: { channel, value: address }, contact, data: { ...said, ...furtherOf(content), ...name } }
}

/** What a run that waited for the message goes on with. */
function replyOf({ contact, content, providerId }: MessageRecord, media: readonly string[]) {
  const said = { text: wordsOf(content), from: contact, media, messageId: providerId ?? '' }
  return { ...said, ...furtherOf(content) }
}

/** What only some channels bring, where it is there. */
function furtherOf({ choice, location, contactCard, sticker, referral }: MessageRecord['content']): JsonObject {
  return Object.fromEntries(
    Object.entries({ choice, location, contactCard, sticker, referral }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, { ...value }]],
    ),
  )
}
