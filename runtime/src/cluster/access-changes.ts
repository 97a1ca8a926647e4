import type { Signals } from './signals.ts'

/** Tells everybody who remembers what callers may do that it has changed, in this process and in the others. */
export interface AccessChanges {
  /** Call it once a change of users, roles or tokens is stored. */
  tell(): void
  /** Called when another process has told, or may have. */
  heard(): void
  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void
}

export function createAccessChanges(signals: Pick<Signals, 'send'>): AccessChanges {
  const listeners = new Set<() => void>()
  const heard = () => {
    for (const listener of [...listeners]) listener()
  }
  return {
    heard,
    tell() {
      heard()
      signals.send({ kind: 'access' })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
