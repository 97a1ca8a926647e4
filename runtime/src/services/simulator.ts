import { type Page, SIMULATOR, type SimulatorMessage, type SimulatorText } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Engine } from '../engine/engine.ts'
import type { LiveEvents } from '../engine/live-events.ts'
import type { LiveFlows } from '../engine/live-flows.ts'
import { type NumberRepository, SMS_CHANNEL } from '../messaging/address-repository.ts'
import type { MessageRecord, MessageRepository } from '../messaging/message-repository.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { PageRequest } from './page.ts'

/** The built-in phone, from the side of who holds it. */
export interface Simulator {
  /**
   * A text from a contact to one of the simulator's numbers. It starts the flow of the number; without one its
   * status is `no-flow`.
   * @throws AppError NUMBER_NOT_FOUND, TOO_MANY_REQUESTS
   */
  receive(text: SimulatorText): Promise<SimulatorMessage>
  /** Newest first; `next` leads to older ones. */
  conversation(
    of: { readonly number?: string; readonly contact?: string },
    page: PageRequest,
  ): Promise<Page<SimulatorMessage>>
}

export interface SimulatorOptions {
  readonly messages: MessageRepository
  readonly numbers: NumberRepository
  readonly liveFlows: LiveFlows
  readonly engine: Engine
  readonly events: LiveEvents
  readonly now: () => Date
}

export function createSimulator(options: SimulatorOptions): Simulator {
  const { messages, numbers, liveFlows, engine, events, now } = options

  async function requireNumber(number: string): Promise<void> {
    const found = await numbers.find(number)
    if (found?.accountId === SIMULATOR) return
    throw new AppError('NUMBER_NOT_FOUND', `${number} is not a number of the simulator. See Numbers.`)
  }

  async function startRun(message: MessageRecord): Promise<string | undefined> {
    const trigger = liveFlows.byNumber(message.address)
    if (trigger === undefined) return undefined
    const { address, contact, text, mediaUrls, id: messageId } = message
    const event = {
      address: { channel: SMS_CHANNEL, value: address },
      contact,
      data: { message: text, mediaUrls, messageId },
    }
    return (await engine.startRun({ ...trigger, event })).runId
  }

  return {
    async receive({ from, to, text, mediaUrls }) {
      await requireNumber(to)
      const at = now()
      const stored: MessageRecord = {
        id: uuidv7(at),
        channel: SMS_CHANNEL,
        accountId: SIMULATOR,
        address: to,
        contact: from,
        direction: 'in',
        text,
        mediaUrls: mediaUrls ?? [],
        status: 'received',
        at,
        runId: null,
        key: null,
        providerId: null,
      }
      // Stored before the run starts, so that an answer never stands before the question.
      await messages.insert(stored)
      events.publish({ type: 'message', address: to, contact: from, at: at.toISOString() })
      const runId = await startRun(stored)
      const change = runId === undefined ? { status: 'no-flow' } : { runId }
      await messages.update(stored.id, change)
      return toResource({ ...stored, ...change })
    },
    async conversation({ number, contact }, page) {
      const { items, next } = await messages.conversation({
        ...page,
        accountId: SIMULATOR,
        ...(number === undefined ? {} : { address: number }),
        ...(contact === undefined ? {} : { contact }),
      })
      return { items: items.map(toResource), next }
    },
  }
}

function toResource(message: MessageRecord): SimulatorMessage {
  const { id, text, mediaUrls, direction, at, runId } = message
  const isIn = direction === 'in'
  const unheard = message.status === 'no-flow' ? 'no-flow' : 'received'
  return {
    id,
    from: isIn ? message.contact : message.address,
    to: isIn ? message.address : message.contact,
    text,
    mediaUrls,
    direction,
    status: isIn ? unheard : 'delivered',
    at: at.toISOString(),
    runId,
  }
}
