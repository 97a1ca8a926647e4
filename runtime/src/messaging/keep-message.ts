import type { LiveEvents } from '../engine/live-events.ts'
import type { MessageRepository } from './message-repository.ts'

/** Stores a message, and tells the phone on screen of a new one. */
export function createMessageKeeper(
  messages: Pick<MessageRepository, 'insert'>,
  events: Pick<LiveEvents, 'publish'>,
): MessageRepository['insert'] {
  return async (message) => {
    const stored = await messages.insert(message)
    const { address, contact, at } = stored.message
    if (stored.inserted) events.publish({ type: 'message', address, contact, at: at.toISOString() })
    return stored
  }
}
