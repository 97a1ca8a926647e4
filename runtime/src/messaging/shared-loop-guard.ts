import type { Address } from '@patchbay/shared/api'
import { createLoopGuard, MAX_TEXTS_PER_WINDOW, WINDOW_MS } from './loop-guard.ts'
import type { MessageRepository } from './message-repository.ts'

export interface SharedLoopGuardOptions {
  readonly messages: Pick<MessageRepository, 'countSent'>
  /** How many processes send, this one included. */
  nodes(): number
  now(): Date
}

/** The loop guard of all processes together. */
export interface SharedLoopGuard {
  /** Counts one text. Resolves to false when all processes together have reached the limit. */
  admit(from: Address, to: string): Promise<boolean>
}

/**
 * Each process lets its share of the limit through unasked. Beyond that it counts the messages that all of them have
 * stored. A message is stored with its step, so a text that is being sent in another process may be missed.
 */
export function createSharedLoopGuard({ messages, nodes, now }: SharedLoopGuardOptions): SharedLoopGuard {
  const own = createLoopGuard(() => now().getTime())
  return {
    async admit(from, to) {
      const share = Math.max(1, Math.floor(MAX_TEXTS_PER_WINDOW / nodes()))
      if (own.admit(from, to, share)) return true
      if (share === MAX_TEXTS_PER_WINDOW) return false
      const since = new Date(now().getTime() - WINDOW_MS)
      const sent = await messages.countSent({ channel: from.channel, address: from.value, contact: to, since })
      return sent < MAX_TEXTS_PER_WINDOW && own.admit(from, to)
    },
  }
}
