import { DAY_MS, MINUTE_MS } from '@patchbay/shared/time'
import { isRecord } from '../../platform/is-record.ts'
import type { SettingRepository } from '../repositories/setting-repository.ts'

const KEY = 'upkeep.clock'
/** The upkeep comes every ten minutes. A longer gap is a time without Patchbay, or a clock that was set. */
const LONGEST_GAP_MS = 2 * DAY_MS
/** How long nothing is removed after such a gap. Long enough to see and correct a wrong clock. */
const DOUBT_MS = DAY_MS

export interface ClockVerdict {
  /** False while nothing may be removed by its age. */
  readonly isTrusted: boolean
  /** When the doubt began just now: since when the clock had not been read. */
  readonly lastSeen?: Date
}

/**
 * Says whether what has expired by this clock may be removed. A clock that is set ahead by a month would otherwise cost
 * the whole history, which no correction brings back.
 */
export async function checkClock(settings: SettingRepository, now: Date): Promise<ClockVerdict> {
  const { seenAt, trustedFrom } = read(await settings.get(KEY))
  const nowMs = now.getTime()
  const isAhead = seenAt !== undefined && nowMs - seenAt > LONGEST_GAP_MS
  const wasSetBack = seenAt !== undefined && nowMs < seenAt - MINUTE_MS
  const from = isAhead ? nowMs + DOUBT_MS : wasSetBack ? 0 : trustedFrom
  await settings.set(KEY, { seenAt: nowMs, trustedFrom: from })
  return { isTrusted: nowMs >= from, ...(isAhead ? { lastSeen: new Date(seenAt) } : {}) }
}

function read(value: unknown): { readonly seenAt: number | undefined; readonly trustedFrom: number } {
  const { seenAt, trustedFrom } = isRecord(value) ? value : {}
  return {
    seenAt: typeof seenAt === 'number' ? seenAt : undefined,
    trustedFrom: typeof trustedFrom === 'number' ? trustedFrom : 0,
  }
}
