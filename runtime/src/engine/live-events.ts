import type { LiveEvent } from '@patchbay/shared/api'

export type EventListener = (event: LiveEvent) => void

/** A subscriber to the events of all nodes. */
export interface Watcher {
  onEvent(event: LiveEvent): void
  /** Called when events of other nodes may be lost: what is shown must be read again. */
  onMissed(): void
}

export interface LiveEvents {
  /** Publishes an event of this process. */
  publish(event: LiveEvent): void
  /** Publishes an event that came from another node. */
  deliver(event: LiveEvent): void
  /** Called when events of other nodes are lost. */
  missed(): void
  /** Subscribes to events of this process. @returns a function that ends the subscription */
  subscribe(listener: EventListener): () => void
  /** Subscribes to events of all nodes. @returns a function that ends the subscription */
  subscribeToAll(listener: EventListener): () => void
  /** @returns a function that ends the subscription */
  watch(watcher: Watcher): () => void
  /** Called when the first watcher subscribes and when the last one ends. */
  onWatching(listener: (isWatching: boolean) => void): void
}

/** Fan-out of run, step, flow and message events. A listener that throws does not stop the others. */
export function createLiveEvents(onError: (error: unknown) => void): LiveEvents {
  const listeners = new Set<EventListener>()
  const listenersToAll = new Set<EventListener>()
  const watchers = new Set<Watcher>()
  const watchingListeners = new Set<(isWatching: boolean) => void>()

  function publishTo(listeners: ReadonlySet<EventListener>, event: LiveEvent): void {
    for (const listener of listeners) {
      try {
        listener(event)
      } catch (error) {
        onError(error)
      }
    }
  }

  function deliver(event: LiveEvent): void {
    publishTo(listenersToAll, event)
    for (const watcher of watchers) watcher.onEvent(event)
  }

  function watchersChanged(isWatching: boolean): void {
    for (const listener of watchingListeners) listener(isWatching)
  }

  return {
    publish(event) {
      publishTo(listeners, event)
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
