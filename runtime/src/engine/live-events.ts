import type { LiveEvent } from '@patchbay/shared/api'

export interface LiveEvents {
  publish(event: LiveEvent): void
  /** @returns a function that ends the subscription. */
  subscribe(listener: (event: LiveEvent) => void): () => void
}

/** In-process fan-out of run, step, flow and message events. A listener that throws does not stop the others. */
export function createLiveEvents(onError: (error: unknown) => void): LiveEvents {
  const listeners = new Set<(event: LiveEvent) => void>()
  return {
    publish(event) {
      for (const listener of listeners) {
        try {
          listener(event)
        } catch (error) {
          onError(error)
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
