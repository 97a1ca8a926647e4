import type { Synchronization } from '@patchbay/shared/api'
import { synchronizationTexts as texts } from '../ui/texts/synchronization.ts'
import { isBusy } from './synchronization-pause.ts'

interface SynchronizationWords {
  /** In a badge: what one that is under way does just now. */
  readonly now: { readonly isBusy: boolean; readonly text: string } | undefined
  /** How far it is; else how the last one ended, and when the next is due. */
  readonly others: readonly string[]
}

/** How a synchronization stands, each state in words of its own. */
export function synchronizationWords(synchronization: Synchronization): SynchronizationWords {
  const { isOn, state, dueAt, pages, counts } = synchronization
  const busy = isBusy(synchronization)
  if (state !== 'under_way') {
    const next = isOn && dueAt !== null && !busy ? [texts.isDue(dueAt)] : []
    return { now: undefined, others: [lastOf(synchronization), ...next] }
  }
  const text = busy || dueAt === null ? texts.underWay : texts.triesAgain(dueAt)
  return { now: { isBusy: busy, text }, others: pages === 0 ? [] : [texts.soFar(pages, counts)] }
}

function lastOf({ endedAt, outcome, counts }: Synchronization): string {
  if (endedAt === null) return texts.never
  if (outcome === null) return texts.stopped(endedAt)
  return outcome === 'failed' ? texts.failed(endedAt) : texts.done(endedAt, counts)
}
