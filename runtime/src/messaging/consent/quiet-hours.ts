import type { QuietHours, QuietHoursOfChannel } from '@patchbay/shared/api'
import { HOUR_MS } from '@patchbay/shared/time'
import type { SettingRepository } from '../../store/repositories/setting-repository.ts'
import type { ChannelKinds } from '../channel-kinds.ts'
import { allowedAt, type Hours } from './allowed-at.ts'

export interface QuietHoursOptions {
  readonly settings: Pick<SettingRepository, 'get' | 'set'>
  readonly kinds: ChannelKinds
  /** The time zone that a contact is known to be in. */
  readonly zoneOf: (contactPointId: string) => Promise<string | undefined>
  /** Whether the contact has written to our address since then. */
  readonly hasWritten: (place: Omit<QuietSend, 'contactPointId'>, since: Date) => Promise<boolean>
  readonly now: () => Date
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number
}

export interface QuietSend {
  readonly channel: string
  readonly contactPointId: string
  /** Ours, and theirs. */
  readonly from: string
  readonly to: string
}

/** In which hours messages of flows wait. */
export interface QuietHoursRules {
  /** Until when a message has to wait; undefined when it may be sent now. */
  heldUntil(message: QuietSend): Promise<Date | undefined>
  get(): Promise<QuietHours>
  set(change: { readonly channel: string; readonly hours: Hours | null }): Promise<QuietHours>
}

/** A contact who has written so lately is in conversation, and gets answers at any hour. */
const TALKING_MS = HOUR_MS
/** A process reads the setting again when what it knows is older. */
const KNOWN_MS = 2_000
const KEY = 'quiet-hours'

type Stored = Readonly<Record<string, Hours>>

export function createQuietHours(options: QuietHoursOptions): QuietHoursRules {
  const { settings, kinds, zoneOf, hasWritten, now, clock } = options
  let known: { readonly stored: Stored; readonly atMs: number } | undefined

  async function read(): Promise<Stored> {
    // Only `set` writes here.
    const stored = ((await settings.get(KEY)) ?? {}) as unknown as Stored
    known = { stored, atMs: clock() }
    return stored
  }

  const current = () => (known !== undefined && clock() - known.atMs < KNOWN_MS ? known.stored : read())

  function shown(stored: Stored): QuietHours {
    const channels = kinds.all
      .filter(({ zonesOf }) => zonesOf !== undefined)
      .map(({ id: channel, title }): QuietHoursOfChannel => ({ channel, title, hours: stored[channel] ?? null }))
    return { channels }
  }

  return {
    async heldUntil({ channel, contactPointId, from, to }) {
      const hours = (await current())[channel]
      if (hours === undefined) return undefined
      const zone = await zoneOf(contactPointId)
      const zones = zone === undefined ? (kinds.get(channel)?.zonesOf?.(to) ?? []) : [zone]
      const allowed = allowedAt(now(), hours, zones)
      if (allowed <= now()) return undefined
      const since = new Date(now().getTime() - TALKING_MS)
      return (await hasWritten({ channel, from, to }, since)) ? undefined : allowed
    },
    get: async () => shown(await read()),
    async set({ channel, hours }) {
      const { [channel]: _before, ...others } = await read()
      const chosen: Stored = hours === null ? others : { ...others, [channel]: hours }
      await settings.set(
        KEY,
        Object.fromEntries(Object.entries(chosen).map(([id, { from, to }]) => [id, { from, to }])),
      )
      return shown(await read())
    },
  }
}
