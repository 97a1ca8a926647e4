import { AppError } from '@patchbay/shared/errors'
import { chosenWords } from '@patchbay/shared/flow'
import type { JsonObject } from '@patchbay/shared/json'
import { DAY_MS, HOUR_MS, SECOND_MS } from '@patchbay/shared/time'
import type { Engine } from '../engine/engine.ts'
import type { LiveFlow, LiveFlows } from '../engine/live-flows.ts'
import type { StepServices } from '../kit/node.ts'
import { isWantedEvent } from '../nodes/triggers/conversation-event/is-wanted-event.ts'
import { eventId } from '../store/events/event-id.ts'
import type { Initiator } from '../store/events/initiator.ts'
import type { StoredEvent } from '../store/events/read-events.ts'
import type { DueEvent, EventPlace, FlowEventRepository } from './event-repository.ts'

const POLL_MS = SECOND_MS
const AT_ONCE = 100
/** Longer than an event is kept, so that none starts a flow twice. */
const KEY_LIFE_MS = 15 * DAY_MS
/** So often flows start each other within an hour about one contact point at one address. After that they are taken for a loop. */
const MOST_BY_FLOWS = 20

export interface FlowEventsOptions {
  readonly repository: FlowEventRepository
  readonly liveFlows: Pick<LiveFlows, 'get' | 'all'>
  readonly engine: Pick<Engine, 'startRun'>
  readonly services: Pick<StepServices, 'contacts' | 'conversations'>
  readonly now: () => Date
  onFault(error: unknown, about: { readonly flowId?: string }): void
}

/**
 * Starts flows by what happens in conversations. The stored delivery of an event is taken away only after its run is
 * stored, and the key of that run is the event: so each event starts a flow once, whichever processes work on it and
 * whenever they die.
 */
export interface FlowEvents {
  start(): void
  stop(): Promise<void>
  /** Starts everything that is due. */
  runDue(): Promise<void>
}

export function createFlowEvents(options: FlowEventsOptions): FlowEvents {
  const { repository, liveFlows, engine, services, now, onFault } = options
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  let isStopped = true

  async function runDue(): Promise<void> {
    // What waits for a flow that does not compile here, or that this process has not heard of yet, holds up no other.
    const flowIds = liveFlows
      .all()
      .filter(({ plan }) => plan.eventTriggers.length > 0)
      .map(({ flowId }) => flowId)
    for (;;) {
      const due = await repository.due(AT_ONCE, flowIds)
      let settled = 0
      for (const one of due) if (await deliver(one)) settled += 1
      if (due.length < AT_ONCE || settled === 0) return
    }
  }

  /** False when it is tried again later. */
  async function deliver({ flowId, event }: DueEvent): Promise<boolean> {
    const live = liveFlows.get(flowId)
    if (live === undefined) return false
    try {
      const place = await repository.placeOf(event)
      if (place !== undefined && !isOwn(event.initiator, flowId)) await startTriggers(live, event, place)
    } catch (error) {
      if (!(error instanceof AppError) || isPassing(error)) {
        if (!isPassing(error)) onFault(error, { flowId })
        return false
      }
      onFault(error, { flowId })
    }
    await repository.settle(flowId, event.seq)
    return true
  }

  async function startTriggers(live: LiveFlow, event: StoredEvent, place: EventPlace): Promise<void> {
    for (const { node, events } of live.plan.eventTriggers) {
      const words = chosenWords(node.inputs, events).filter((word) => events.types[word] === event.type)
      const word = words.find((one) => isWantedEvent({ inputs: node.inputs, word: one, event, place }))
      if (word === undefined) continue
      if (await isLoop(live, event, place)) return
      const id = eventId(event)
      await engine.startRun({
        live,
        triggerNodeId: node.id,
        event: {
          contact: place.contact,
          address: { channel: place.channel, value: place.address },
          data: await dataOf(word, event, place),
        },
        dedupe: {
          credential: credentialOf(live, event, place),
          key: `${id}.${node.id}`,
          bodyHash: '',
          expiresAt: new Date(now().getTime() + KEY_LIFE_MS),
        },
      })
    }
  }

  async function dataOf(word: string, event: StoredEvent, place: EventPlace): Promise<JsonObject> {
    const { conversationId, contactId, channel, contact, address, topic, text } = place
    const conversation = await services.conversations.find({ by: 'id', id: conversationId })
    const known = await services.contacts.find({ by: 'point', channel, contact, address })
    return {
      event: word,
      type: event.type,
      eventId: eventId(event),
      at: event.at.toISOString(),
      by: causes[event.initiator.type],
      topic,
      text,
      conversation: conversation ?? { id: conversationId },
      contact: known ?? { id: contactId },
      contactId,
      conversationId,
    }
  }

  /**
   * Whether flows have started each other about this contact again and again, by the keys that the runs have left: so
   * all processes count together, and a restart forgets nothing. Says so.
   */
  async function isLoop(live: LiveFlow, event: StoredEvent, place: EventPlace): Promise<boolean> {
    if (event.initiator.type !== 'FLOW') return false
    const credential = credentialOf(live, event, place)
    const expiresAfter = new Date(now().getTime() - HOUR_MS + KEY_LIFE_MS)
    const started = await repository.countKeys({ flowId: live.flowId, credential, expiresAfter })
    if (started < MOST_BY_FLOWS) return false
    const message = `Flows start each other: ${MOST_BY_FLOWS} times within an hour, now in conversation ${place.conversationId}.`
    onFault(new AppError('LOOP_SUSPECTED', message), { flowId: live.flowId })
    return true
  }

  async function pass(): Promise<void> {
    if (isStopped) return
    try {
      await runDue()
    } catch (error) {
      onFault(error, {})
    }
    if (!isStopped) timer = setTimeout(wake, POLL_MS).unref()
  }

  function wake(): void {
    working = pass()
  }

  return {
    start() {
      isStopped = false
      wake()
    },
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await working
    },
    runDue,
  }
}

/**
 * Starts by what other flows did have a credential of their own, so that they can be counted: by contact point and address,
 * since flows that close conversations open a new one each round. A merge between two attempts changes neither.
 */
function credentialOf(
  { flowId }: LiveFlow,
  { initiator }: StoredEvent,
  { contactPointId, address }: EventPlace,
): string {
  return initiator.type === 'FLOW' ? `events-by-flows:${contactPointId}:${address}` : `event:${flowId}`
}

const causes: Readonly<Record<Initiator['type'], string>> = {
  USER: 'person',
  CONTACT: 'contact',
  FLOW: 'flow',
  SYSTEM: 'system',
}

/** A flow is not started by what it does itself. */
function isOwn(initiator: Initiator, flowId: string): boolean {
  return initiator.type === 'FLOW' && initiator.id === flowId
}

function isPassing(error: unknown): boolean {
  return error instanceof AppError && ['TOO_MANY_REQUESTS', 'SHUTTING_DOWN', 'STORE_UNAVAILABLE'].includes(error.code)
}
