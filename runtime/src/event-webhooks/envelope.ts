import type { JsonObject } from '@patchbay/shared/json'
import { eventId } from '../store/events/event-id.ts'
import type { StoredEvent } from '../store/events/read-events.ts'

/** An event as receivers get it. */
export interface EventEnvelope {
  readonly id: string
  readonly type: string
  readonly timestamp: string
  readonly initiator?: { readonly id: string; readonly type: string }
  readonly content: JsonObject
}

/** These have no initiator at Gladly either. */
const withoutInitiator: ReadonlySet<string> = new Set(['CONVERSATION_STATUS/UPDATED'])

export interface EnvelopeOptions {
  /** The event goes out as `MESSAGE/RECEIVED`. */
  readonly isAlias?: boolean
  /** The words of its message. */
  readonly text?: string
  /** The name of a channel in events, such as `SMS`. */
  readonly channelName: (channel: string) => string
}

export function toEnvelope(event: StoredEvent, options: EnvelopeOptions): EventEnvelope {
  const { seq, at, type, initiator, content } = event
  const { isAlias = false, text, channelName } = options
  const { channel } = content
  return {
    id: eventId({ seq, at, isAlias }),
    type: isAlias ? 'MESSAGE/RECEIVED' : type,
    timestamp: at.toISOString(),
    ...(withoutInitiator.has(type) ? {} : { initiator: initiatorOf(initiator) }),
    content: {
      ...content,
      ...(typeof channel === 'string' ? { channel: channelName(channel) } : {}),
      ...(text === undefined ? {} : { text }),
    },
  }
}

/** The id of the system is its name: receivers expect one. */
function initiatorOf(initiator: StoredEvent['initiator']): { readonly id: string; readonly type: string } {
  return initiator.type === 'SYSTEM' ? { id: 'patchbay', type: 'SYSTEM' } : { id: initiator.id, type: initiator.type }
}
