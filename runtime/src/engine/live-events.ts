import type { LiveEvent } from '@patchbay/shared/api'

export type EventListener = (event: LiveEvent) => void

/** Somebody who looks at what happens, on whatever node. */
export interface Watcher {
  onEvent(event: LiveEvent): void
  /** Events of other nodes may have been lost: what is shown has to be read again. */
  onMissed(): void
}

export interface LiveEvents {
  /** Something happened in this process. */
  publish(event: LiveEvent): void
  /** Something happened on another node. */
  deliver(event: LiveEvent): void
  /** Events of other nodes have been lost. */
  missed(): void
  /** Told of what happens in this process. @returns a function that ends the subscription. */
  subscribe(listener: EventListener): () => void
  /** Told of what happens on other nodes as well. */
  subscribeToAll(listener: EventListener): () => void
  /** @returns a function that ends the watching. */
  watch(watcher: Watcher): () => void
  /** Told when the first watcher comes and when the last one leaves. */
  onWatching(listener: (isWatching: boolean) => void): void
}

/** Fan-out of run, step, flow and message events. A listener that throws does not stop the others. */
export function createLiveEvents(onError: (error: unknown) => void): LiveEvents {
  const listeners = new Set<EventListener>()
  const listenersToAll = new Set<EventListener>()
  const watchers = new Set<Watcher>()
  const watchingListeners = new Set<(isWatching: boolean) => void>()

  function tell(told: ReadonlySet<EventListener>, event: LiveEvent): void {
    for (const listener of told) {
      try {
        listener(event)
      } catch (error) {
        onError(error)
      }
    }
  }

  function deliver(event: LiveEvent): void {
    tell(listenersToAll, event)
    for (const watcher of watchers) watcher.onEvent(event)
  }

  function watchersChanged(isWatching: boolean): void {
    for (const listener of watchingListeners) listener(isWatching)
  }

  return {
    publish(event) {
      tell(listeners, event)
      deliver(event)
    },
    deliver,
    missed() {
      for (const watcher of [...watchers]) watcher.onMissed()
    },
    subscribe: (listener) => add(listeners, listener),
    subscribeToAll: (listener) => add(listenersToAll, listener),
    watch(given) {
      const watcher = safely(given, onError)
      watchers.add(watcher)
      if (watchers.size === 1) watchersChanged(true)
      return () => {
        if (watchers.delete(watcher) && watchers.size === 0) watchersChanged(false)
      }
    },
    onWatching: (listener) => void watchingListeners.add(listener),
  }
}

function add<Item>(set: Set<Item>, item: Item): () => void {
  set.add(item)
  return () => set.delete(item)
}

function safely(watcher: Watcher, onError: (error: unknown) => void): Watcher {
  const attempt = (work: () => void) => {
    try {
      work()
    } catch (error) {
      onError(error)
    }
  }
  return {
    onEvent: (event) => attempt(() => watcher.onEvent(event)),
    onMissed: () => attempt(() => watcher.onMissed()),
  }
}
